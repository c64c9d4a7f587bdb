import { firstSet, type Php, type PhpArray } from '../php';

/** fields, FIELDS, Fields or arFields (CCrmRestHelper in crm/classes/general/restservice.php) */
export function arrayParam(params: PhpArray, name: string): Php | undefined {
	const capital = name[0].toUpperCase() + name.slice(1);
	return firstSet(params, name, name.toUpperCase(), capital, `ar${capital}`);
}
