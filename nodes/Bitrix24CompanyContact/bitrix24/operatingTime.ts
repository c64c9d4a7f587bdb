import { MethodAccount } from './methodAccount';
import type { MethodUse } from './methodUse';

/** Seconds that a method may work in ten minutes for one webhook or application. REST docs, "Limits". */
const LIMIT = 480;

/** The limit of a portal for which Bitrix24 has set no other (server source: loadlimiter.php). */
const LOWER_LIMIT = 420;

/** What is known of one webhook or application. */
interface Access {
	/** Infinite once the portal has let a command begin above the limit, until the portal refuses one. */
	limit: number;
	/** The most that the portal had counted as it let a command begin: its limit is no lower. */
	allowed: number;
	/** Seconds that the portal's clock is ahead of ours. */
	ahead: number;
	methods: Map<string, MethodAccount>;
}

/** Room for the next commands. */
export interface Room {
	/** How many of the commands may leave now in one request. */
	count: number;
	/** Milliseconds until the first of them has room, if none has now. */
	wait: number;
	/** Whether the first may leave although it has no room, so that the portal decides. */
	asks?: true;
	/** Seconds that the commands are expected to take. */
	expected: Map<MethodAccount, number>;
}

/**
 * Keeps methods below the operating time at which Bitrix24 blocks them. One for the process: Bitrix24 counts all
 * requests of a webhook or application together. Methods of which a portal gives no figures have no limit, as on most
 * on-premise portals.
 */
export class OperatingTime {
	private readonly accesses = new Map<string, Access>();

	/**
	 * Reserves time for as many of the commands as have room, from the first on.
	 *
	 * @param methods the method of each command
	 */
	reserve(key: string, methods: string[], now: number): Room {
		const access = this.access(key);
		const at = now / 1000 + access.ahead;
		const expected: Room['expected'] = new Map();
		let count = 0;
		for (const method of methods) {
			const accounts = accountsOf(access, method, methods.length > 1);
			const sums = accounts.map((account) => (expected.get(account) ?? 0) + account.cost);
			if (!accounts.every((account, index) => account.hasRoom(sums[index], access.limit, at)))
				break;
			accounts.forEach((account, index) => expected.set(account, sums[index]));
			count++;
		}
		expected.forEach((seconds, account) => account.reserve(seconds));
		if (count) return { count, wait: 0, expected };
		const waits = accountsOf(access, methods[0], methods.length > 1).map((account) =>
			account.untilRoom(access.limit, at),
		);
		return { count, wait: Math.max(1, Math.ceil(Math.max(...waits) * 1000)), expected };
	}

	/**
	 * Reserves time for a command that has no room, unless the portal has refused one in this minute.
	 *
	 * The limit is our assumption, and Bitrix24 compares it with what it has counted before a command, not with what the
	 * command will take (server source: loadlimiter.php). So a command below the limit is carried out, and one above it
	 * shows whether the limit is another. A refusal costs nothing.
	 */
	ask(key: string, method: string, wait: number, now: number): Room {
		const access = this.access(key);
		const account = accountOf(access, method);
		const expected: Room['expected'] = new Map();
		if (!account.mayAsk(now / 1000 + access.ahead)) return { count: 0, wait, expected };
		account.reserve(account.cost);
		return { count: 1, wait, asks: true, expected: expected.set(account, account.cost) };
	}

	/** Gives reserved time back, and takes what the answer says instead. */
	settle(key: string, { expected }: Room, uses: MethodUse[], now: number): void {
		expected.forEach((seconds, account) => account.reserve(-seconds));
		const access = this.access(key);
		for (const use of uses) {
			access.ahead = use.finished - now / 1000;
			const account = accountOf(access, use.method);
			access.allowed = Math.max(access.allowed, account.allowed(use));
			if (access.allowed > access.limit) access.limit = Infinity;
			account.correct(use);
		}
	}

	/**
	 * Bitrix24 has blocked a method. Either others have used its time up, or, where its own figure of just now was below
	 * the assumed limit, the portal has a lower one.
	 *
	 * @param sentAt when the request left: Bitrix24 counts by that minute to the end of the request
	 */
	markBlocked(key: string, method: string, sentAt: number, now: number): void {
		const access = this.access(key);
		const account = accountOf(access, method);
		account.markRefused(sentAt / 1000 + access.ahead);
		const counted = account.justCounted(now / 1000 + access.ahead) ?? 0;
		const possible = [LIMIT, access.allowed].filter(
			(limit) => counted < LOWER_LIMIT || limit < counted,
		);
		access.limit = Math.min(access.limit, Math.max(LOWER_LIMIT, ...possible));
		access.allowed = Math.min(access.allowed, access.limit);
	}

	private access(key: string): Access {
		const known = this.accesses.get(key);
		const access = known ?? { limit: LIMIT, allowed: 0, ahead: 0, methods: new Map() };
		if (!known) this.accesses.set(key, access);
		return access;
	}
}

/** Some portals count a batch to the methods of its commands, others to `batch`. */
function accountsOf(access: Access, method: string, inBatch: boolean): MethodAccount[] {
	return (inBatch ? [method, 'batch'] : [method]).map((name) => accountOf(access, name));
}

function accountOf({ methods }: Access, name: string): MethodAccount {
	const known = methods.get(name);
	const account = known ?? new MethodAccount();
	if (!known) methods.set(name, account);
	return account;
}
