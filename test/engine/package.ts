import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeType } from 'n8n-workflow';

import { Engine, type NodeTypes } from './engine';

/**
 * An engine with the nodes and credentials of a built package, found through its `n8n` entries as n8n does.
 *
 * @param others further nodes, by type
 */
export async function loadPackage(directory: string, others: NodeTypes = {}): Promise<Engine> {
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	return new Engine({
		nodes: {
			...others,
			...Object.fromEntries(
				Object.entries(loader.nodeTypes).map(([name, { type }]) => [
					`${loader.packageName}.${name}`,
					type as INodeType,
				]),
			),
		},
		credentialTypes: Object.fromEntries(
			Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
		),
	});
}
