import type { Webhook } from './rest/auth';
import { selfSigned } from './http/certificate';
import { listen, sleep as realSleep } from './http/listen';
import { FaultQueue } from './faults/faultQueue';
import { LeakyBuckets, PLANS, type Limits } from './rest/limits';
import type { LoggedRequest } from './rest/log';
import { OAuthServer } from './rest/oauthServer';
import { OperatingTime } from './rest/operatingTime';
import { PortalState } from './state/portalState';
import { applySeed, standardSeed, USERS, type Seed } from './state/seed';
import { createApp } from './http/app';
import { secretMaker } from './rest/secretMaker';

export type { Fault } from './faults/faultQueue';
export type { LoggedRequest } from './rest/log';
export { USERS } from './state/seed';

export interface SandboxOptions {
	/** 0, the default, takes any free port */
	port?: number;
	/** serve https too, with a self-signed certificate; default false */
	https?: boolean;
	httpsPort?: number;
	/** milliseconds since the epoch */
	clock?: { now(): number };
	/** how the sandbox waits for commandCost and slow answers */
	sleep?: (milliseconds: number) => Promise<void>;
	/** limits of a plan, or chosen ones; default off, as on a self-hosted portal */
	limits?: keyof typeof PLANS | Limits;
	/** milliseconds that a command takes; default 0 */
	commandCost?: number;
	/** `time.start` in whole seconds, as newer servers have it (default), or with a fraction */
	timeStyle?: 'integer' | 'float';
	onRequest?(entry: LoggedRequest): void;
	seed?: Seed;
}

export interface Sandbox {
	/** http://127.0.0.1:PORT */
	origin: string;
	/** https://127.0.0.1:PORT, with `https` */
	httpsOrigin?: string;
	/** PEM of the certificate, to trust as a CA */
	ca?: string;
	/** webhook of the admin with the scope crm */
	webhookUrl: string;
	/** its secret part, to be looked for where it must not be */
	webhookSecret: string;
	/** A further webhook; of the admin and with the scope crm unless told otherwise. */
	webhook: (fields?: Partial<Webhook>) => string;
	oauth: OAuthServer & {
		/** http://127.0.0.1:PORT/oauth/authorize/ */
		authorizeUrl: string;
		/** http://127.0.0.1:PORT/oauth/token/ */
		tokenUrl: string;
	};
	state: PortalState;
	/** every REST request in order */
	requests: LoggedRequest[];
	faults: FaultQueue;
	/** State, log, faults, counters and the app's settings back to the seed; webhooks and tokens stay valid. */
	reset(): void;
	/** At once, open connections included. */
	close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { port = 0, httpsPort = 0, commandCost = 0, timeStyle = 'integer' } = options;
	const now = () => options.clock?.now() ?? Date.now();
	const { limits = 'off', seed = standardSeed, sleep = realSleep } = options;
	const { bucket, operatingSeconds } = typeof limits === 'string' ? PLANS[limits] : limits;

	const state = new PortalState();
	const webhooks: Webhook[] = [];
	const requests: LoggedRequest[] = [];
	const faults = new FaultQueue();
	const oauth = new OAuthServer(now);
	const buckets = new LeakyBuckets(bucket, now);
	const operating = new OperatingTime(operatingSeconds);
	applySeed(state, seed);

	const app = createApp({
		...{ state, webhooks, oauth, faults, buckets, operating },
		...{ now, sleep, commandCost, timeStyle },
		log: (entry) => {
			requests.push(entry);
			options.onRequest?.(entry);
		},
	});
	const http = await listen(app, port);
	const certificate = options.https ? await selfSigned() : undefined;
	const https = certificate && (await listen(app, httpsPort, certificate));

	const origin = `http://127.0.0.1:${http.port}`;
	const secret = secretMaker(16);
	const webhook: Sandbox['webhook'] = (fields = {}) => {
		const added = { userId: USERS.admin, scope: ['crm'], secret: secret(), ...fields };
		webhooks.push(added);
		return `${origin}/rest/${added.userId}/${added.secret}/`;
	};
	return {
		...{ origin, webhook, state, requests, faults },
		oauth: Object.assign(oauth, {
			authorizeUrl: `${origin}/oauth/authorize/`,
			tokenUrl: `${origin}/oauth/token/`,
		}),
		httpsOrigin: https && `https://127.0.0.1:${https.port}`,
		ca: certificate?.cert,
		webhookUrl: webhook(),
		webhookSecret: webhooks[0].secret,
		reset: () => {
			requests.length = 0;
			faults.clear();
			buckets.reset();
			operating.reset();
			oauth.reset();
			state.clear();
			applySeed(state, seed);
		},
		close: async () => {
			await Promise.all([http.close(), https?.close()]);
		},
	};
}
