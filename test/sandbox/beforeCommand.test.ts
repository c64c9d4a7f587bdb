import { call, resultOf, useSandbox, type BatchResult } from './client';

/** The hook by which a test changes links while a client is at work, as other users do. */
const sandbox = useSandbox();

const GET = 'crm.company.contact.items.get';
const ADD = 'crm.company.contact.add';

/** Writes down what the hook is told. */
function watch(): unknown[] {
	const seen: unknown[] = [];
	sandbox().beforeCommand = (next) => {
		seen.push(next);
	};
	return seen;
}

test('sees a single call and each command of a batch', async () => {
	const { webhookUrl } = sandbox();
	const seen = watch();
	await call(webhookUrl, GET, { id: 1 });
	await call(webhookUrl, 'batch', { cmd: { a: `${GET}?id=1`, b: `${ADD}?id=1`, c: 'nope' } });
	expect(seen).toEqual([
		{ method: GET, position: 0, requestIndex: 0 },
		{ method: GET, position: 0, requestIndex: 1 },
		{ method: ADD, position: 1, requestIndex: 1 },
		{ method: 'nope', position: 2, requestIndex: 1 },
	]);
	expect(sandbox().requests[1]).toMatchObject({
		method: 'batch',
		failed: ['', 'ERROR_METHOD_NOT_FOUND'],
	});
});

test('sees no command after the one at which a batch halts', async () => {
	const seen = watch();
	await call(sandbox().webhookUrl, 'batch', { cmd: [`${ADD}?id=0`, `${GET}?id=1`], halt: 1 });
	expect(seen).toMatchObject([{ method: ADD }]);
});

test('sees nothing of a request that does not reach the portal', async () => {
	const seen = watch();
	sandbox().faults.add({ kind: 'badGateway' });
	await fetch(`${sandbox().webhookUrl}${GET}?id=1`);
	await call(`${sandbox().origin}/rest/1/wrong/`, GET, { id: 1 });
	expect(seen).toEqual([]);
});

test('changes what the commands after it find', async () => {
	const { state, webhookUrl } = sandbox();
	sandbox().beforeCommand = ({ position }) => {
		if (position === 1) state.remove('contact', 9);
		if (position === 2) state.link(4, 7);
	};
	const cmd = Array<string>(3).fill(`${GET}?id=4`);
	const { result } = (await resultOf(webhookUrl, 'batch', { cmd })) as BatchResult;
	expect(result).toMatchObject([[{ CONTACT_ID: 9 }], [], [{ CONTACT_ID: 7 }]]);
});

test('is gone after a reset', async () => {
	const seen = watch();
	sandbox().reset();
	expect(sandbox().beforeCommand).toBeUndefined();
	await call(sandbox().webhookUrl, GET, { id: 1 });
	expect(seen).toEqual([]);
});
