import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import type { Intent } from '../../nodes/Bitrix24CompanyContact/resources/operation';
import { cutWindows, type Entry, readAhead } from '../../nodes/Bitrix24CompanyContact/run/windows';

async function* sourceOf<Value>(values: Value[], onRead: (value: Value) => void = () => {}) {
	for (const value of values) {
		onRead(value);
		yield value;
	}
}

function entriesOf(intents: Array<Pick<Intent, 'dependsOn'> & { writes?: string[] }>): Entry[] {
	return intents.map(({ dependsOn, writes }, index) => ({
		index,
		intent: {
			ids: {},
			failureMessage: '',
			dependsOn,
			writes: writes && (() => writes),
			plan: () => ({ changes: [], report: () => ({ rows: [], summary: '' }) }),
		},
	}));
}

async function cut(entries: Entry[], size = 50): Promise<number[][]> {
	const windows: number[][] = [];
	for await (const window of cutWindows(sourceOf(entries), size)) {
		windows.push(window.map(({ index }) => index));
	}
	return windows;
}

describe('cutWindows', () => {
	it('cuts windows of the given size, and none for no items', async () => {
		expect(await cut(entriesOf(Array(5).fill({})), 2)).toEqual([[0, 1], [2, 3], [4]]);
		expect(await cut([])).toEqual([]);
	});

	it('begins a window where an item depends on what an earlier item of the window writes', async () => {
		const writer = { dependsOn: ['company 1'], writes: ['company 1', 'contact 5'] };
		const other = { dependsOn: ['company 2'], writes: ['company 2'] };
		expect(await cut(entriesOf([writer, other, writer]))).toEqual([[0, 1], [2]]);
		expect(await cut(entriesOf([writer, { dependsOn: ['contact 5'] }]))).toEqual([[0], [1]]);
	});

	it('keeps items together that write the same record without depending on it', async () => {
		expect(await cut(entriesOf(Array(3).fill({ writes: ['contact 5'] })))).toEqual([[0, 1, 2]]);
	});
});

describe('readAhead', () => {
	it('reads the next value while the caller works on the last one, and no further', async () => {
		const read: number[] = [];
		const readAtWork: number[][] = [];
		const source = sourceOf([1, 2, 3], (value) => read.push(value));
		for await (const value of readAhead(source, systemClock)) {
			await systemClock.yieldToEventLoop();
			readAtWork.push([value, ...read]);
		}
		expect(readAtWork).toEqual([
			[1, 1, 2],
			[2, 1, 2, 3],
			[3, 1, 2, 3],
		]);
	});
});
