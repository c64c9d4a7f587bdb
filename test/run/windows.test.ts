import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';
import { cutWindows, type Entry, readAhead } from '../../nodes/Bitrix24CompanyContact/run/windows';

async function* sourceOf<Value>(values: Value[], onRead: (value: Value) => void = () => {}) {
	for (const value of values) {
		onRead(value);
		yield value;
	}
}

function entriesOf(count: number): Entry[] {
	const plan = () => ({ stages: [], report: () => ({ rows: [], summary: '' }) });
	return Array.from({ length: count }, (_, index) => ({
		index,
		intent: { ids: {}, failureMessage: '', plan },
	}));
}

async function cut(entries: Entry[], size: number): Promise<number[][]> {
	const windows: number[][] = [];
	for await (const window of cutWindows(sourceOf(entries), size)) {
		windows.push(window.map(({ index }) => index));
	}
	return windows;
}

describe('cutWindows', () => {
	it('cuts windows of the given size, and none for no items', async () => {
		expect(await cut(entriesOf(5), 2)).toEqual([[0, 1], [2, 3], [4]]);
		expect(await cut(entriesOf(4), 2)).toEqual([
			[0, 1],
			[2, 3],
		]);
		expect(await cut([], 2)).toEqual([]);
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
