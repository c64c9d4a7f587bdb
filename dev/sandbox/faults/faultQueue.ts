import type { Fault, IncomingRequest } from './fault';

/** The planted faults in the order of planting. Each request is hit by the first fault that fits it. */
export class FaultQueue {
	private queue: Fault[] = [];

	/** Faults that hit a request but may hit more, because of their `times`. */
	private readonly met = new Set<Fault>();

	add(...faults: Fault[]): void {
		this.queue.push(...faults.map((fault) => ({ times: 1, ...fault })));
	}

	/** Faults that can still hit a request. */
	pending(): Fault[] {
		return this.queue;
	}

	/** Faults that no request has met. A test that leaves one has not tested what it says. */
	unmet(): Fault[] {
		return this.queue.filter((fault) => !this.met.has(fault));
	}

	clear(): void {
		this.queue = [];
		this.met.clear();
	}

	/** Uses up one hit of the fault that fits the request as a whole. */
	take(incoming: IncomingRequest): Fault | undefined {
		const fault = this.queue.find(
			({ method, to, command }) =>
				command === undefined &&
				(method === undefined || method.toLowerCase() === incoming.method) &&
				to !== incoming.origin,
		);
		return this.use(fault);
	}

	/** Uses up one hit of the fault that fits the command at this position of a batch. */
	takeCommand(position: number, name: string): Fault | undefined {
		const fault = this.queue.find(
			({ command, method }) =>
				command === position && (method === undefined || method === name.toLowerCase()),
		);
		return this.use(fault);
	}

	private use(fault: Fault | undefined): Fault | undefined {
		if (fault) {
			this.met.add(fault);
			fault.times = (fault.times ?? 1) - 1;
			this.queue = this.queue.filter(({ times = 1 }) => times > 0);
		}
		return fault;
	}
}
