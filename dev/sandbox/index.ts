import { FaultQueue } from './faults/faultQueue';
import { createApp } from './http/app';
import { selfSigned } from './http/certificate';
import { listen } from './http/listen';
import { sleep as realSleep } from './http/sleep';
import type { Webhook } from './rest/auth';
import { LeakyBuckets, PLANS, type Limits } from './rest/limits';
import type { Dropped } from './rest/dispatch';
import type { LoggedRequest } from './rest/log';
import { OAuthServer } from './rest/oauthServer';
import { OperatingTime } from './rest/operatingTime';
import { secretMaker } from './rest/secretMaker';
import { PortalState } from './state/portalState';
import { applySeed, standardSeed, USERS, type Seed } from './state/seed';

export type { Fault } from './faults/fault';
export type { LoggedRequest } from './rest/log';
export { USERS } from './state/seed';

export interface SandboxOptions {
	/** Port for http. 0, the default, takes any free one. */
	port?: number;
	/** Serves https as well, with a self-signed certificate. Off by default. */
	https?: boolean;
	/** Port for https. 0, the default, takes any free one. */
	httpsPort?: number;
	/** Replaces the system clock. The time is in milliseconds since the epoch. */
	clock?: { now(): number };
	/** Replaces the wait for `commandCost` and for slow responses. */
	sleep?: (milliseconds: number) => Promise<void>;
	/** Limits of a plan, or limits of your own. Off by default, as on a self-hosted portal. */
	limits?: keyof typeof PLANS | Limits;
	/** Milliseconds that a command takes, 0 by default. */
	commandCost?: number;
	/** Whether `time.start` is in whole seconds, as on newer servers (the default), or has a fraction. */
	timeStyle?: 'integer' | 'float';
	/**
	 * Records in `dropped` each condition and each value that the portal ignores without a word, e.g. a filter by an
	 * unknown field, which finds every record. Off by default.
	 */
	strict?: boolean;
	onRequest?(entry: LoggedRequest): void;
	seed?: Seed;
}

export interface Sandbox {
	/** http://127.0.0.1:PORT */
	origin: string;
	/** https://127.0.0.1:PORT, if `https` is on. */
	httpsOrigin?: string;
	/** The certificate as PEM, for a client to trust as a CA. */
	ca?: string;
	/** Webhook of the administrator with the scope crm. */
	webhookUrl: string;
	/** The secret part of `webhookUrl`. Tests check that nothing shows it. */
	webhookSecret: string;
	/** Adds a webhook, by default of the administrator and with the scope crm, and returns its URL. */
	webhook: (fields?: Partial<Webhook>) => string;
	oauth: OAuthServer & {
		/** http://127.0.0.1:PORT/oauth/authorize/ */
		authorizeUrl: string;
		/** http://127.0.0.1:PORT/oauth/token/ */
		tokenUrl: string;
	};
	/** The portal's users, records and links. Tests read and change them directly. */
	state: PortalState;
	/** Every REST request so far, in order. */
	requests: LoggedRequest[];
	faults: FaultQueue;
	/** With `strict`: what the portal ignored so far. A test that leaves an entry searched for something else than it says. */
	dropped: Dropped[];
	/**
	 * Is called before each command that the portal carries out, a single call being one command. A test that sets it can
	 * change `state` in the middle of a request or between two, as other users do.
	 */
	beforeCommand?: BeforeCommand;
	/** Restores the seed and clears log, faults, `dropped`, `beforeCommand` and counters. Webhooks and tokens stay valid. */
	reset(): void;
	/** Ends the server at once, open connections included. */
	close(): Promise<void>;
}

type BeforeCommand = (next: {
	/** REST method, lower case. */
	method: string;
	/** Position in the batch, 0 being the first. 0 for a single call. */
	position: number;
	/** Where `requests` will have the request, which is logged after its last command. */
	requestIndex: number;
}) => void;

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const parts = createParts(options);
	const app = createApp(environmentOf(parts, options));
	const http = await listen(app, options.port ?? 0);
	const certificate = options.https ? await selfSigned() : undefined;
	const https = certificate && (await listen(app, options.httpsPort ?? 0, certificate));

	const origin = `http://127.0.0.1:${http.port}`;
	const { webhooks, oauth, state, requests, faults, dropped } = parts;
	const webhook = webhookMaker(origin, webhooks);
	return {
		origin,
		httpsOrigin: https && `https://127.0.0.1:${https.port}`,
		ca: certificate?.cert,
		webhook,
		webhookUrl: webhook(),
		webhookSecret: webhooks[0].secret,
		oauth: Object.assign(oauth, {
			authorizeUrl: `${origin}/oauth/authorize/`,
			tokenUrl: `${origin}/oauth/token/`,
		}),
		state,
		requests,
		faults,
		dropped,
		get beforeCommand() {
			return parts.hooks.beforeCommand;
		},
		set beforeCommand(hook) {
			parts.hooks.beforeCommand = hook;
		},
		reset: () => resetParts(parts, options.seed),
		close: async () => {
			await Promise.all([http.close(), https?.close()]);
		},
	};
}

function environmentOf(parts: ReturnType<typeof createParts>, options: SandboxOptions) {
	return {
		...parts,
		sleep: options.sleep ?? realSleep,
		commandCost: options.commandCost ?? 0,
		timeStyle: options.timeStyle ?? ('integer' as const),
		beforeCommand: (method: string, position: number) =>
			parts.hooks.beforeCommand?.({ method, position, requestIndex: parts.requests.length }),
		onDropped: (entry: Dropped) => {
			if (options.strict) parts.dropped.push(entry);
		},
		log: (entry: LoggedRequest) => {
			parts.requests.push(entry);
			options.onRequest?.(entry);
		},
	};
}

/** All that a sandbox remembers from one request to the next. */
function createParts({ clock, limits = 'off', seed }: SandboxOptions) {
	const now = () => clock?.now() ?? Date.now();
	const { bucket, operatingSeconds, batchCountsTo }: Limits =
		typeof limits === 'string' ? PLANS[limits] : limits;
	const state = new PortalState();
	applySeed(state, seed ?? standardSeed);
	return {
		now,
		state,
		webhooks: [] as Webhook[],
		requests: [] as LoggedRequest[],
		faults: new FaultQueue(),
		dropped: [] as Dropped[],
		hooks: {} as Pick<Sandbox, 'beforeCommand'>,
		oauth: new OAuthServer(now),
		buckets: new LeakyBuckets(bucket, now),
		operating: new OperatingTime(operatingSeconds, batchCountsTo === 'batch'),
	};
}

function resetParts(
	{
		requests,
		faults,
		dropped,
		hooks,
		buckets,
		operating,
		oauth,
		state,
	}: ReturnType<typeof createParts>,
	seed = standardSeed,
): void {
	requests.length = 0;
	faults.clear();
	dropped.length = 0;
	hooks.beforeCommand = undefined;
	buckets.reset();
	operating.reset();
	oauth.reset();
	state.clear();
	applySeed(state, seed);
}

function webhookMaker(origin: string, webhooks: Webhook[]): Sandbox['webhook'] {
	const makeSecret = secretMaker(16);
	return (fields = {}) => {
		const added = { userId: USERS.admin, scope: ['crm'], secret: makeSecret(), ...fields };
		webhooks.push(added);
		return `${origin}/rest/${added.userId}/${added.secret}/`;
	};
}
