import type { Request } from 'express';
import { parseQuery } from '../php/query';
import { isArray, phpArray, toPhp, type PhpArray } from '../php/values';

/**
 * Merges the parameters of the query and of the body. The body wins where both have a key (getRequestData in
 * rest/classes/general/rest_util.php).
 */
export function requestParams(request: Request): PhpArray {
	const [, ...query] = request.originalUrl.split('?');
	const body = request.method === 'POST' ? bodyParams(request) : {};
	return phpArray({ ...parseQuery(query.join('?')), ...body });
}

/** A multipart body comes parsed, by multer; every other body comes as bytes. */
function bodyParams(request: Request): PhpArray {
	const body: unknown = request.body;
	if (!Buffer.isBuffer(body)) return asArray(body);
	const text = body.toString('utf8');
	return isJson(request) ? jsonParams(text) : parseQuery(text.trim());
}

function isJson(request: Request): boolean {
	return /^application\/([^;]+\+)?json/i.test(request.get('content-type') ?? '');
}

/** Broken JSON, and JSON that is not an object or a list, count as no parameters. */
function jsonParams(text: string): PhpArray {
	try {
		return asArray(JSON.parse(text));
	} catch {
		return phpArray();
	}
}

function asArray(value: unknown): PhpArray {
	const parsed = toPhp(value);
	return isArray(parsed) ? parsed : phpArray();
}
