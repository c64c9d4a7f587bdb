/**
 * How many milliseconds one request may still wait for limits of Bitrix24: what is left of Max Wait. The waits before the
 * request and those between its repeats draw on the same budget.
 */
export class WaitBudget {
	constructor(
		private readonly whole: number,
		private left = whole,
	) {}

	get remaining(): number {
		return this.left;
	}

	spend(ms: number): void {
		this.left -= ms;
	}

	/** No wait that is left would help. */
	exhaust(): void {
		this.left = 0;
	}

	/** The budget of another request. */
	renewed(): WaitBudget {
		return new WaitBudget(this.whole);
	}
}
