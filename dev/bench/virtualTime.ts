/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs outside n8n */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, ServerResponse } from 'node:http';

import { install, type Clock } from '@sinonjs/fake-timers';

const realSetImmediate = setImmediate;

/** The channels on which Node.js tells of each request that leaves, and of each that has arrived. */
const LEFT = 'http.client.request.start';
const ARRIVED = 'http.server.request.start';

/** Turns of the event loop in which code may go on that an answer has woken. */
const TURNS = 5;

/**
 * Time of the whole process that does not pass while something happens. When all wait, it jumps to the end of the next
 * wait. Requests stay real: while one is on its way to the portal or back, time stands still.
 */
export class VirtualTime {
	private readonly clock: Clock;

	/** Requests without a full answer. */
	private open = 0;

	/** Requests that the portal holds back for as long as their commands take. */
	private held = 0;

	private readonly count = (message: unknown) => {
		this.open++;
		const { request } = message as { request: ClientRequest };
		request.once('close', () => this.open--);
	};

	/** The response that the portal works at. */
	private readonly response = new AsyncLocalStorage<ServerResponse>();

	private readonly remember = (message: unknown) => {
		this.response.enterWith((message as { response: ServerResponse }).response);
	};

	/** @param start milliseconds since the epoch */
	constructor(private readonly start: number) {
		this.clock = install({
			now: start,
			toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
		});
		subscribe(LEFT, this.count);
		subscribe(ARRIVED, this.remember);
	}

	/** Milliseconds since the start. */
	get passed(): number {
		return this.clock.now - this.start;
	}

	/** The wait of the portal, while which a request is not on its way. */
	async hold(milliseconds: number): Promise<void> {
		this.held++;
		let isHeld = true;
		const release = () => {
			if (isHeld) this.held--;
			isHeld = false;
		};
		// A client that has waited long enough hangs up. The portal works on, but holds nobody back.
		this.response.getStore()?.once('close', release);
		await new Promise((resolve) => setTimeout(resolve, milliseconds));
		release();
	}

	/** Gives the process its real time back. */
	end(): void {
		unsubscribe(LEFT, this.count);
		unsubscribe(ARRIVED, this.remember);
		this.clock.uninstall();
	}

	/** Lets time pass until the work is done. */
	async run(work: Promise<unknown>): Promise<void> {
		let isDone = false;
		const done = () => (isDone = true);
		work.then(done, done);
		while (!isDone) {
			for (let turn = 0; turn < TURNS; turn++) await new Promise((next) => realSetImmediate(next));
			if (!isDone && this.open === this.held) this.clock.next();
		}
		await work;
	}
}
