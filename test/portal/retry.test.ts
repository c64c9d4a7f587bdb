import type { PortalError } from '../../nodes/Bitrix24CompanyContact/portal/call';
import { isPassing, nextTry } from '../../nodes/Bitrix24CompanyContact/portal/retry';

const now = 1_724_068_000_000;

function tryAfter(
	error: Partial<PortalError>,
	{ tries = 1, random = 0, resetAt }: { tries?: number; random?: number; resetAt?: number } = {},
) {
	return nextTry({
		error: { code: '', text: '', mayHaveRun: false, ...error },
		tries,
		now,
		random,
		resetAt,
	});
}
const waitFor = (...args: Parameters<typeof tryAfter>) => tryAfter(...args)?.wait;

describe('nextTry', () => {
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
		expect(tryAfter({ code: 'UNREADABLE_ANSWER', status: 300 })).toBeUndefined();
		expect(waitFor({ code: 'UNREADABLE_ANSWER', status: 502 })).toBe(1000);
		expect(waitFor({ code: 'UNREADABLE_ANSWER', status: 500 })).toBe(1000);
		expect(waitFor({ code: 'INTERNAL_SERVER_ERROR', status: 400 })).toBe(1000);
	});

	it('tells waits for a limit, which the user can bound, from those for a connection', () => {
		expect(tryAfter({ code: 'QUERY_LIMIT_EXCEEDED' })?.forLimit).toBe(true);
		expect(tryAfter({ code: 'OPERATION_TIME_LIMIT' })?.forLimit).toBe(true);
		expect(tryAfter({ code: 'CONNECTION_LOST' })?.forLimit).toBe(false);
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

describe('isPassing', () => {
	it.each([
		['QUERY_LIMIT_EXCEEDED', true],
		['internal_server_error', true],
		['TIMEOUT', true],
		['NO_ANSWER', true],
		['', false],
		['ACCESS_DENIED', false],
	])('says whether %p leaves open what an earlier try did: %s', (code, passing) => {
		expect(isPassing({ code, text: '', mayHaveRun: false })).toBe(passing);
	});
});
