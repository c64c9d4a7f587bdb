import type { FaultQueue } from '../faults/faultQueue';
import { commits } from '../faults/kinds';
import { findMethod, scopeOf } from '../methods';
import { phpArray, toInt, toPhp, type PhpArray } from '../php/values';
import {
	authenticate,
	CREDENTIAL_PARAMS,
	type AuthContext,
	type Credentials,
	type Session,
} from './auth';
import { runBatch, type Command, type CommandResult } from './batch';
import { methodNotFound, RestError, toRestError, unauthorized } from './errors';
import type { Meter, OperatingTime } from './operatingTime';
import { Stopwatch } from './stopwatch';

export interface RestRequest extends Credentials {
	/** REST method in lower case, without a suffix like .json. */
	method: string;
}

export interface RestEnvironment extends AuthContext {
	operating: OperatingTime;
	faults: FaultQueue;
	/** Milliseconds that a command takes. */
	commandCost: number;
	timeStyle: 'integer' | 'float';
	/** Is called before each command that the portal comes to. */
	beforeCommand?: (method: string, position: number) => void;
	/** Learns of each condition or value of a request that does not count, see `strict` of the sandbox. */
	onDropped?: (dropped: Dropped) => void;
}

export interface Dropped {
	/** REST method, lower case. */
	method: string;
	/** E.g. "%EMAIL: an operator is not known here, so every record matches". */
	reason: string;
}

export interface RestResponse {
	status: number;
	body: unknown;
	error?: RestError;
	/** Milliseconds that the request took. The caller waits for them. */
	took: number;
}

/** Answers one REST request and changes the portal's state at once. The caller waits for the time that it took. */
export function dispatch(request: RestRequest, environment: RestEnvironment): RestResponse {
	const watch = new Stopwatch(environment.now(), environment.timeStyle);
	const meter = environment.operating.meter(watch.now() / 1000);
	try {
		const run = new RunningRequest(request, environment, watch, meter);
		return { status: 200, body: run.body(), took: watch.took };
	} catch (thrown) {
		return errorResponse(thrown, watch.took);
	} finally {
		meter.finish();
	}
}

export function errorResponse(thrown: unknown, took = 0): RestResponse {
	const error = toRestError(thrown);
	return { status: error.status, body: error.body, error, took };
}

/** The parameters that a method sees: all but the credentials. */
export function methodParams(params: PhpArray): PhpArray {
	const rest = phpArray(params);
	for (const name of [...CREDENTIAL_PARAMS, 'state']) delete rest[name];
	return rest;
}

/** One request while it runs. */
class RunningRequest {
	private readonly session: Session;

	constructor(
		private readonly request: RestRequest,
		private readonly environment: RestEnvironment,
		private readonly watch: Stopwatch,
		private readonly meter: Meter,
	) {
		const { method } = request;
		// Bitrix24 looks the method up before it checks the credentials: an unknown method with a wrong secret gives 404.
		if (method !== 'batch' && !findMethod(method)) throw methodNotFound();
		this.session = authenticate(request, environment, scopeOf(method));
	}

	body() {
		const { method } = this.request;
		const params = methodParams(this.request.params);
		if (method !== 'batch') {
			this.environment.beforeCommand?.(method, 0);
			return this.call({ key: '', method, params });
		}
		const began = this.watch.now();
		this.meter.check(this.counter('batch'));
		let position = 0;
		const result = runBatch(params, (command) => this.inBatch(command, position++));
		if (this.environment.operating.batchCounts)
			this.meter.add(this.counter('batch'), began / 1000, this.watch.took / 1000);
		return { result, time: this.time('batch', began) };
	}

	private inBatch(command: Command, position: number): CommandResult {
		this.environment.beforeCommand?.(command.method, position);
		const scope = scopeOf(command.method);
		if (scope && !this.session.scope.includes(scope)) throw unauthorized('insufficient_scope', '');
		const fault = this.environment.faults.takeCommand(position, command.method);
		const counted = !this.environment.operating.batchCounts;
		if (!fault) return this.call(command, counted);
		const began = this.watch.now();
		if (commits(fault)) this.call(command, counted);
		const { kind, error = 'INTERNAL_SERVER_ERROR', description = '', result } = fault;
		if (kind === 'error') throw new RestError(200, error, description);
		return { result: toPhp(result), time: this.time(command.method, began) };
	}

	/** @param counted whether its time counts beyond this request */
	private call({ method: name, params: sent }: Command, counted = true): CommandResult {
		const method = findMethod(name);
		if (!method) throw methodNotFound();
		const { state, commandCost, onDropped } = this.environment;
		const key = this.counter(name);
		const began = this.watch.now();
		this.meter.check(key);
		this.watch.add(commandCost);
		const { start, ...params } = sent;
		const returned = method(params, {
			...this.session,
			state,
			start: toInt(start),
			now: began,
			dropped: (reason) => onDropped?.({ method: name, reason }),
		});
		this.meter.add(key, began / 1000, commandCost / 1000, counted);
		return {
			result: toPhp(returned.result),
			...(returned.next !== undefined && { next: returned.next }),
			...(returned.total !== undefined && { total: returned.total }),
			time: this.time(name, began),
		};
	}

	private time(method: string, began: number): PhpArray {
		return { ...this.watch.time(began), ...this.meter.report(this.counter(method), began / 1000) };
	}

	private counter(method: string): string {
		return `${this.session.credential} ${method}`;
	}
}
