import { firstSet, isArray, phpArray, type Php, type PhpArray } from '../php/values';
import { badRequest } from '../rest/errors';

/** Reads e.g. fields, FIELDS, Fields or arFields (CCrmRestHelper in crm/classes/general/restservice.php). */
export function arrayParam(params: PhpArray, name: string): Php | undefined {
	const capital = name[0].toUpperCase() + name.slice(1);
	return firstSet(params, name, name.toUpperCase(), capital, `ar${capital}`);
}

/** Reads an array for the older methods, which take a missing parameter for an empty array. */
export function arrayOrEmpty(params: PhpArray, name: string): PhpArray {
	const value = arrayParam(params, name) ?? phpArray();
	if (!isArray(value)) throw badRequest(`Parameter '${name}' must be array.`);
	return value;
}
