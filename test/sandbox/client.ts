import { startSandbox, type Sandbox, type SandboxOptions } from '../../dev/sandbox';

export interface CallResponse {
	status: number;
	body: {
		result?: unknown;
		total?: number;
		next?: number;
		error?: string;
		error_description?: string;
		time?: Record<string, unknown>;
	};
}

/** Calls a REST method with a JSON body, as most clients do. */
export async function call(
	base: string,
	method: string,
	params: unknown = {},
): Promise<CallResponse> {
	const response = await fetch(base + method, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(params),
	});
	return { status: response.status, body: (await response.json()) as CallResponse['body'] };
}

export async function resultOf(base: string, method: string, params?: unknown): Promise<unknown> {
	return (await call(base, method, params)).body.result;
}

export interface BatchResult {
	result: unknown;
	result_error: unknown;
	result_total: unknown;
	result_next: unknown;
	result_time: unknown;
}

export async function batch(base: string, params: unknown): Promise<BatchResult> {
	return (await resultOf(base, 'batch', params)) as BatchResult;
}

/**
 * Starts a sandbox for the tests of a file, and resets it to its seed before each test. A test fails if it plants a
 * fault that no request meets, or in strict mode if the portal ignores a part of a request.
 */
export function useSandbox(options: SandboxOptions = {}): () => Sandbox {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(options);
	});
	beforeEach(() => sandbox.reset());
	afterEach(() => {
		expect(sandbox.faults.unmet()).toEqual([]);
		expect(sandbox.dropped).toEqual([]);
	});
	afterAll(async () => await sandbox.close());
	return () => sandbox;
}

/** A clock that moves only when a test advances it, or when the sandbox waits. */
export function fakeClock(start = Date.UTC(2026, 4, 14, 8, 5, 20)) {
	let now = start;
	return {
		now: () => now,
		advance: (milliseconds: number) => {
			now += milliseconds;
		},
		sleep: async (milliseconds: number) => {
			now += milliseconds;
		},
	};
}
