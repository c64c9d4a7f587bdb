/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command, not part of the node */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { IWorkflowBase } from 'n8n-workflow';

import type { Engine } from '../../test/engine/engine';
import { type Sandbox, startSandbox } from '../sandbox';
import {
	linkTable,
	mainCompany,
	mainCompanyTable,
	outcomeTable,
	requestTable,
	syncTable,
} from './tables';

const ROOT = join(__dirname, '../..');
const WORKFLOW = 'examples/link-contacts.json';
const START = 'Pairs to link';
const NODE = 'Link contact to company';

async function main() {
	// n8n-core keeps settings in the home folder unless it is told otherwise before it is loaded.
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
	process.env.N8N_USER_FOLDER = userFolder;
	process.env.N8N_ENCRYPTION_KEY = 'demo';
	const { loadPackage } = await import('../../test/engine/package');

	const sandbox = await startSandbox();
	try {
		const engine = await loadPackage(ROOT);
		const workflow = JSON.parse(readFileSync(join(ROOT, WORKFLOW), 'utf8')) as IWorkflowBase;
		const items = workflow.pinData?.[START] ?? [];
		for (const node of workflow.nodes.filter(({ name }) => name === NODE)) {
			node.credentials = {
				bitrix24WebhookApi: engine.credentials.add({ webhookUrl: sandbox.webhookUrl }),
			};
		}

		console.log(`Runs ${WORKFLOW} in n8n's engine, against an emulated Bitrix24 portal.`);
		show('Links before', linkTable(sandbox.state));
		const execution = await engine.run(workflow);
		show(
			`What the node "${NODE}" says of each of the ${items.length} items`,
			outcomeTable(items, [...execution.items(NODE, 0), ...execution.items(NODE, 1)]),
		);
		show('The requests that it sent', requestTable(sandbox.requests));
		show('Links after', linkTable(sandbox.state));
		await showMainCompanies(engine, workflow, sandbox);
		await showSync(engine, workflow, sandbox);
	} finally {
		await sandbox.close();
		rmSync(userFolder, { recursive: true });
	}
}

/** Each contact has a main company already: one keeps it, the other is moved on purpose. */
async function showMainCompanies(engine: Engine, workflow: IWorkflowBase, sandbox: Sandbox) {
	const company = 5;
	const choices = [
		{ company, contact: 4, isPrimary: false },
		{ company, contact: 9, isPrimary: true },
	];
	for (const node of workflow.nodes.filter(({ name }) => name === NODE)) {
		node.parameters.additionalFields = { isPrimary: '={{ $json.isPrimary }}' };
	}
	const before = choices.map(({ contact }) => mainCompany(sandbox.state, contact));
	const execution = await engine.run(workflow, {
		pinData: { [START]: choices.map((json) => ({ json })) },
	});
	const after = choices.map(({ contact }) => mainCompany(sandbox.state, contact));
	const outcomes = execution.items(NODE).map(({ json }) => json.outcome as string);
	show(
		`The same node with the field "Is Primary": who gets company ${company} as the main company`,
		mainCompanyTable(sandbox.state, choices, { before, after, outcomes }),
	);
}

/** A list is the truth for company 5: a dry run shows what would change, then the run makes the links so. */
async function showSync(engine: Engine, workflow: IWorkflowBase, sandbox: Sandbox) {
	const list = [4, 9, 12].map((contact) => ({ json: { company: 5, contact } }));
	const runSync = async (dryRun: boolean) => {
		for (const node of workflow.nodes.filter(({ name }) => name === NODE)) {
			node.parameters = { ...node.parameters, operation: 'sync', additionalFields: {} };
			node.parameters.options = { dryRun };
		}
		sandbox.requests.length = 0;
		return await engine.run(workflow, { pinData: { [START]: list } });
	};
	const dry = await runSync(true);
	const [hint] = dry.node(NODE).hints ?? [];
	const methods = sandbox.requests.flatMap(({ commands }) => commands.map(({ method }) => method));
	const done = await runSync(false);
	const rows = [dry, done].map((run) => run.items(NODE).map(({ json }) => json));
	show(
		`Sync, with contacts 4, 9 and 12 as the list of company 5. ${hint?.message}\nAll that the dry run sent: ${[...new Set(methods)].join(', ')}`,
		syncTable(sandbox.state, rows[0], rows[1]),
	);
}

function show(title: string, table: string) {
	console.log(`\n${title}\n${table}`);
}

main().catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
