import { type ICredentialDataDecryptedObject, UserError } from 'n8n-workflow';

import { RATE_LIMITS, type RateLimit } from '../bitrix24/rateLimiter';

/**
 * The request limit by the plan in the credential, that of the standard plan where the plan is not known.
 *
 * @throws UserError where a custom plan has a number that is none, as an expression may give
 */
export function readRateLimit(credential: ICredentialDataDecryptedObject): RateLimit {
	const { plan, requestsAtOnce, requestsPerSecond } = credential;
	if (plan === 'custom') {
		return {
			burst: positive(requestsAtOnce, 'Requests at Once'),
			perSecond: positive(requestsPerSecond, 'Requests per Second'),
		};
	}
	return RATE_LIMITS[plan as keyof typeof RATE_LIMITS] ?? RATE_LIMITS.standard;
}

function positive(value: unknown, label: string): number {
	const isText = typeof value === 'string' && value.trim() !== '';
	const number = isText || typeof value === 'number' ? Number(value) : NaN;
	if (number > 0 && Number.isFinite(number)) return number;
	throw new UserError(`'${label}' in the credential is not a positive number`, {
		description:
			"Enter the share of the portal's limit that this n8n process may use, e.g. 25 requests at once and 1 per second for one of two processes, or choose another plan.",
	});
}
