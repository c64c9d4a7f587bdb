/* eslint-disable no-console, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { parseArgs } from 'node:util';
import { companyTable, contactTable, pairTable } from './cliTables';
import { startSandbox, USERS, type LoggedRequest, type Sandbox } from './index';

const HELP =
	'npm run sandbox -- [--port 8024] [--https-port 8443] [--limits off|standard|enterprise] [--cost MILLISECONDS] [--strict]';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8024' },
			'https-port': { type: 'string', default: '8443' },
			limits: { type: 'string', default: 'off' },
			cost: { type: 'string', default: '0' },
			strict: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const limits = (['off', 'standard', 'enterprise'] as const).find(
		(plan) => plan === values.limits,
	);
	if (values.help || !limits) {
		console.log(HELP);
		return;
	}
	const sandbox = await startSandbox({
		port: Number(values.port),
		https: true,
		httpsPort: Number(values['https-port']),
		limits,
		commandCost: Number(values.cost),
		strict: values.strict,
		onRequest: (entry) => {
			console.log(requestLines(entry));
			sandbox.dropped
				.splice(0)
				.forEach(({ reason }) => console.log(`          ignored: ${reason}`));
		},
	});
	console.log(`${banner(sandbox)}\n\nLimits: ${limits}. Ctrl+C ends it. Requests as they come:\n`);
}

function banner({ origin, httpsOrigin, oauth, state, webhook, webhookUrl }: Sandbox): string {
	return [
		'A Bitrix24 portal on this machine, for trying things out.',
		pairTable({
			'Webhook URL': webhookUrl,
			'... may read only': webhook({ userId: USERS.reader }),
			'... not contact 12': webhook({ userId: USERS.restricted }),
			'... no scope crm': webhook({ scope: ['user'] }),
			'... expired': webhook({ expires: 0 }),
		}),
		pairTable({
			'Portal URL': origin,
			'... by https': `${httpsOrigin} (self-signed certificate)`,
			'Authorization server': origin,
			'Client ID': oauth.app.clientId,
			'Client secret': oauth.app.clientSecret,
		}),
		companyTable(state),
		contactTable(state),
		pairTable({
			'Make it fail': `curl -d kind=tooManyRequests -d times=3 ${origin}/sandbox/faults`,
			'What can fail': `curl ${origin}/sandbox/faults`,
		}),
	].join('\n\n');
}

/** One line for a single call, one more for each command of a batch, and one for an error or a fault. */
function requestLines(entry: LoggedRequest): string {
	const { httpMethod, method, status, description, fault, commands } = entry;
	const call = ({ method: name, params }: LoggedRequest['commands'][number]) =>
		Object.keys(params).length > 0 ? `${name} ${JSON.stringify(params)}` : name;
	const notes = [description, fault && `(fault: ${fault})`].filter(Boolean).join(' ');
	const time = new Date().toTimeString().slice(0, 8);
	const head = `${time}  ${String(status || '---')}  ${httpMethod.padEnd(4)}`;
	const indent = ' '.repeat(head.length + 2);
	const lines =
		method === 'batch'
			? ['batch', ...commands.map((command) => `${indent}${command.key}: ${call(command)}`)]
			: commands.map(call);
	return [`${head}  ${lines[0]}`, ...lines.slice(1), ...(notes ? [`${indent}${notes}`] : [])].join(
		'\n',
	);
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exit(1);
});
