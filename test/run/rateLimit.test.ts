import { UserError } from 'n8n-workflow';

import { RATE_LIMITS } from '../../nodes/Bitrix24CompanyContact/bitrix24/rateLimiter';
import { readRateLimit } from '../../nodes/Bitrix24CompanyContact/run/rateLimit';

describe('the request limit of a credential', () => {
	it.each([
		['standard', RATE_LIMITS.standard],
		['enterprise', RATE_LIMITS.enterprise],
		['selfHosted', RATE_LIMITS.selfHosted],
		['fromTheFuture', RATE_LIMITS.standard],
		[undefined, RATE_LIMITS.standard],
	])('is that of the plan: %s', (plan, limit) => {
		const ignored = { requestsAtOnce: 1, requestsPerSecond: 1 };
		expect(readRateLimit({ plan, ...ignored } as never)).toEqual(limit);
	});

	it.each([
		[25, 1],
		[125, 2.5],
		[10, 0.5],
		['10', ' 0.5 '],
	])('is what a custom plan says: %j at once, %j a second', (requestsAtOnce, requestsPerSecond) => {
		expect(readRateLimit({ plan: 'custom', requestsAtOnce, requestsPerSecond })).toEqual({
			burst: Number(requestsAtOnce),
			perSecond: Number(requestsPerSecond),
		});
	});

	it.each([0, -1, NaN, Infinity, '', ' ', 'two', null, undefined, true, [2]])(
		'is refused where it is %p',
		(value) => {
			const custom = { plan: 'custom', requestsAtOnce: 25, requestsPerSecond: 1 };
			const read = (wrong: object) => () => readRateLimit({ ...custom, ...wrong });
			expect(read({ requestsAtOnce: value })).toThrow(UserError);
			expect(read({ requestsAtOnce: value })).toThrow(
				"'Requests at Once' in the credential is not a positive number",
			);
			expect(read({ requestsPerSecond: value })).toThrow(
				"'Requests per Second' in the credential is not a positive number",
			);
		},
	);
});
