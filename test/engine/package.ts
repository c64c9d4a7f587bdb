import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeType } from 'n8n-workflow';

import { Engine } from './engine';

/** An engine with the nodes and credentials of a built package, found through its `n8n` entries as n8n does. */
export async function loadPackage(directory: string): Promise<Engine> {
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	return new Engine({
		nodes: Object.fromEntries(
			Object.entries(loader.nodeTypes).map(([name, { type }]) => [
				`${loader.packageName}.${name}`,
				type as INodeType,
			]),
		),
		credentialTypes: Object.fromEntries(
			Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
		),
	});
}
