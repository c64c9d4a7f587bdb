import { CURRENT, installPrograms, LAST_OF_1 } from './install';

/** Done up front so that the installation does not count against test timeouts. */
export default function installAll(): void {
	for (const release of [CURRENT, LAST_OF_1]) installPrograms(release);
}
