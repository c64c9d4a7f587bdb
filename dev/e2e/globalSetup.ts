import { CURRENT, installPrograms, LAST_OF_1 } from './install';

/** Before the tests, whose time is limited. */
export default function installAll(): void {
	for (const release of [CURRENT, LAST_OF_1]) installPrograms(release);
}
