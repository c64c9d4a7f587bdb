import type { PortalError } from '../../nodes/Bitrix24CompanyContact/bitrix24/call';
import { isHopeless, isLimit, planRetry } from '../../nodes/Bitrix24CompanyContact/bitrix24/retry';

const now = 1_724_068_000_000;

const errorOf = (error: Partial<PortalError>): PortalError => ({
	code: '',
	text: '',
	mayHaveRun: false,
	...error,
});

const waitFor = (
	error: Partial<PortalError>,
	{
		attempts = 1,
		jitter = 0,
		resetAt,
	}: { attempts?: number; jitter?: number; resetAt?: number } = {},
) =>
	planRetry({
		error: errorOf(error),
		idempotent: true,
		limited: attempts,
		failed: attempts,
		now,
		jitter,
		resetAt,
	});

describe('planRetry', () => {
	it('waits longer and longer for the request limit, never less than a second, and does not give up', () => {
		const waits = [1, 2, 3, 4, 5, 6, 60].map((attempts) =>
			waitFor({ code: 'QUERY_LIMIT_EXCEEDED' }, { attempts }),
		);
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000, 16_000]);
	});

	it('spreads the attempts of runs that were refused together', () => {
		expect(waitFor({ code: 'QUERY_LIMIT_EXCEEDED' }, { jitter: 1 })).toBe(1250);
	});

	it('waits for the end of an operation time limit, or in steps of ten seconds where it is not known', () => {
		expect(waitFor({ code: 'OPERATION_TIME_LIMIT' }, { resetAt: now / 1000 + 300 })).toBe(300_000);
		expect(waitFor({ code: 'OPERATION_TIME_LIMIT' }, { resetAt: now / 1000 - 300 })).toBe(10_000);
		expect(waitFor({ code: 'OPERATION_TIME_LIMIT' })).toBe(10_000);
	});

	it.each([
		'TIMEOUT',
		'NO_CONNECTION',
		'CONNECTION_LOST',
		'UNREADABLE_ANSWER',
		'INTERNAL_SERVER_ERROR',
		'ERROR_UNEXPECTED_ANSWER',
		'CONNECTION_ERROR',
		'TOKEN_NOT_RENEWED',
	])('repeats after %s a few times', (code) => {
		expect([1, 2, 3, 4].map((attempts) => waitFor({ code }, { attempts }))).toEqual([
			1000,
			2000,
			4000,
			undefined,
		]);
	});

	it('gives up on a page that says that the address is wrong', () => {
		expect(waitFor({ code: 'UNREADABLE_ANSWER', status: 404 })).toBeUndefined();
		expect(waitFor({ code: 'UNREADABLE_ANSWER', status: 300 })).toBeUndefined();
		expect(waitFor({ code: 'UNREADABLE_ANSWER', status: 502 })).toBe(1000);
		expect(waitFor({ code: 'UNREADABLE_ANSWER', status: 500 })).toBe(1000);
		expect(waitFor({ code: 'INTERNAL_SERVER_ERROR', status: 400 })).toBe(1000);
	});

	it('counts refusals by a limit and other failures apart', () => {
		const error = errorOf({ code: 'CONNECTION_LOST' });
		expect(planRetry({ error, idempotent: true, limited: 9, failed: 1, now, jitter: 0 })).toBe(
			1000,
		);
		const limit = errorOf({ code: 'QUERY_LIMIT_EXCEEDED' });
		expect(
			planRetry({ error: limit, idempotent: true, limited: 1, failed: 9, now, jitter: 0 }),
		).toBe(1000);
	});

	it('tells waits for a limit, which the user can bound, from those for a connection', () => {
		expect(isLimit(errorOf({ code: 'QUERY_LIMIT_EXCEEDED' }))).toBe(true);
		expect(isLimit(errorOf({ code: 'OPERATION_TIME_LIMIT' }))).toBe(true);
		expect(isLimit(errorOf({ code: 'CONNECTION_LOST' }))).toBe(false);
	});

	it('sends a call that is not idempotent again only where no attempt can have run', () => {
		const attempt = { idempotent: false, limited: 0, failed: 1, now, jitter: 0 };
		const lost = errorOf({ code: 'TIMEOUT', mayHaveRun: true });
		expect(planRetry({ error: lost, ...attempt })).toBeUndefined();
		expect(planRetry({ error: errorOf({ code: 'NO_CONNECTION' }), ...attempt })).toBe(1000);
	});

	it('compares codes without regard to case', () => {
		expect(waitFor({ code: 'query_limit_exceeded' })).toBe(1000);
	});

	it.each([
		'',
		'ACCESS_DENIED',
		'INVALID_CREDENTIALS',
		'insufficient_scope',
		'expired_token',
		'OVERLOAD_LIMIT',
		'ERROR_METHOD_NOT_FOUND',
		'PORTAL_MOVED',
		'SIGN_IN_FAILED',
		'NO_ANSWER',
		'SOMETHING_NEW',
	])('fails at once with the code "%s"', (code) => {
		expect(waitFor({ code })).toBeUndefined();
	});
});

describe('isHopeless', () => {
	it.each<[Partial<PortalError>, boolean]>([
		[{ code: 'NO_CONNECTION' }, true],
		[{ code: 'SIGN_IN_FAILED' }, true],
		[{ code: 'TOKEN_NOT_RENEWED' }, true],
		[{ code: 'INVALID_CREDENTIALS', status: 401 }, true],
		[{ code: 'insufficient_scope', status: 401 }, true],
		[{ code: 'payment_required', status: 403 }, true],
		[{ code: 'PORTAL_DELETED', status: 403 }, true],
		[{ code: 'ACCESS_DENIED', status: 403, text: 'REST is available only by subscription.' }, true],
		[{ code: 'ACCESS_DENIED', status: 403, text: 'Access denied!' }, false],
		[{ code: 'METHOD_CONFIRM_WAITING', status: 401 }, false],
		[{ code: 'CONNECTION_ERROR', status: 401 }, false],
		[{ code: 'UNREADABLE_ANSWER', status: 401 }, false],
		[{ code: 'OVERLOAD_LIMIT', status: 503 }, false],
		[{ code: 'CONNECTION_LOST' }, false],
		[{ code: '', status: 400 }, false],
	])('says whether %p holds for every request: %s', (error, hopeless) => {
		expect(isHopeless(errorOf(error))).toBe(hopeless);
	});
});
