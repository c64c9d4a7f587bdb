import { systemClock } from '../../nodes/Bitrix24CompanyContact/bitrix24/clock';

const HOUR = 3_600_000;

describe('a wait', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it('ends when its time is up', async () => {
		let over = false;
		const wait = systemClock.wait(HOUR).then(() => (over = true));
		await jest.advanceTimersByTimeAsync(HOUR - 1);
		expect(over).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		await wait;
	});

	it('ends as soon as the run is cancelled', async () => {
		const controller = new AbortController();
		const wait = systemClock.wait(HOUR, controller.signal);
		controller.abort();
		await wait;
	});

	it('does not begin once the run is cancelled', async () => {
		await systemClock.wait(HOUR, AbortSignal.abort());
		expect(jest.getTimerCount()).toBe(0);
	});

	it('leaves no timer of more than a second behind when it is cancelled', async () => {
		const controller = new AbortController();
		const wait = systemClock.wait(HOUR, controller.signal);
		controller.abort();
		await wait;
		await jest.advanceTimersByTimeAsync(1000);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('may be longer than a timer', async () => {
		let over = false;
		void systemClock.wait(2 ** 31 + 1, new AbortController().signal).then(() => (over = true));
		await jest.advanceTimersByTimeAsync(2000);
		expect(over).toBe(false);
	});

	it('leaves nothing behind at the signal of a run that goes on', async () => {
		const { signal } = new AbortController();
		const remove = jest.spyOn(signal, 'removeEventListener');
		const wait = systemClock.wait(HOUR, signal);
		await jest.advanceTimersByTimeAsync(HOUR);
		await wait;
		expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
	});
});
