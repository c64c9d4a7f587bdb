import type { PortalError } from '../../nodes/Bitrix24CompanyContact/portal/call';
import {
	isHopeless,
	isLimit,
	isVerdict,
	planRetry,
} from '../../nodes/Bitrix24CompanyContact/portal/retry';

const now = 1_724_068_000_000;

const errorOf = (error: Partial<PortalError>): PortalError => ({
	code: '',
	text: '',
	mayHaveRun: false,
	...error,
});

const waitFor = (
	error: Partial<PortalError>,
	{ tries = 1, random = 0, resetAt }: { tries?: number; random?: number; resetAt?: number } = {},
) => planRetry({ error: errorOf(error), limited: tries, failed: tries, now, random, resetAt });

describe('planRetry', () => {
	it('waits longer and longer for the request limit, never less than a second, and does not give up', () => {
		const waits = [1, 2, 3, 4, 5, 6, 60].map((tries) =>
			waitFor({ code: 'QUERY_LIMIT_EXCEEDED' }, { tries }),
		);
		expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000, 16_000]);
	});

	it('spreads the tries of runs that were refused together', () => {
		expect(waitFor({ code: 'QUERY_LIMIT_EXCEEDED' }, { random: 1 })).toBe(1250);
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
		expect([1, 2, 3, 4].map((tries) => waitFor({ code }, { tries }))).toEqual([
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
		expect(planRetry({ error, limited: 9, failed: 1, now, random: 0 })).toBe(1000);
		const limit = errorOf({ code: 'QUERY_LIMIT_EXCEEDED' });
		expect(planRetry({ error: limit, limited: 1, failed: 9, now, random: 0 })).toBe(1000);
	});

	it('tells waits for a limit, which the user can bound, from those for a connection', () => {
		expect(isLimit(errorOf({ code: 'QUERY_LIMIT_EXCEEDED' }))).toBe(true);
		expect(isLimit(errorOf({ code: 'OPERATION_TIME_LIMIT' }))).toBe(true);
		expect(isLimit(errorOf({ code: 'CONNECTION_LOST' }))).toBe(false);
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

describe('isVerdict', () => {
	it.each([
		['', 'Not found.', true],
		['', "The parameter 'fields' is not valid.", true],
		['', 'Access denied.', false],
		['', '[Contact #54] You do not have permission to view this item', false],
		['ACCESS_DENIED', 'Access denied!', false],
		['INVALID_CREDENTIALS', 'Invalid request credentials', false],
		['QUERY_LIMIT_EXCEEDED', 'Too many requests', false],
	])('says whether %p %p settles what an earlier attempt did: %s', (code, text, verdict) => {
		expect(isVerdict(errorOf({ code, text }))).toBe(verdict);
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
