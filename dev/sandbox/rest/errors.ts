/** An error that the portal reports. Its code may be "". */
export class RestError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		readonly description: string,
	) {
		super(description);
	}

	get body() {
		return { error: this.code, error_description: this.description };
	}
}

/** The error of most methods: HTTP 400 without a code (rest/lib/restexception.php). */
export function badRequest(description: string) {
	return new RestError(400, '', description);
}

export function accessDenied(detail = '') {
	return new RestError(403, 'ACCESS_DENIED', `Access denied!${detail && ` ${detail}`}`);
}

export function methodNotFound() {
	return new RestError(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
}

/** Every failed authentication is a 401, except a denied right (rest/lib/oauthexception.php). */
export function unauthorized(code: string, description: string) {
	return new RestError(401, code, description);
}

/** Any other exception is a bug of the sandbox. The client gets the response of a broken server. */
export function toRestError(error: unknown): RestError {
	return error instanceof RestError
		? error
		: new RestError(500, 'INTERNAL_SERVER_ERROR', String(error));
}
