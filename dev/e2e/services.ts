/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs outside n8n */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sleep } from 'n8n-workflow';

import { installFromDebian, run } from './debian';
import { end, hasEnded } from './processes';

/** What n8n's queue needs: a database and a broker, each in a folder of its own that `stop` removes. */
export interface Services {
	/** n8n's settings for them. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Starts PostgreSQL and Redis on two ports from the given one on, and installs them from Debian on first use. */
export async function startServices(port: number): Promise<Services> {
	const programs = postgresFolder() ?? install();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-services-'));
	const services = spawnServices(programs, folder, port);
	const stop = async () => {
		// On SIGINT, PostgreSQL ends at once and does not wait for its clients.
		for (const service of services) await end(service, 'SIGINT');
		rmSync(folder, { recursive: true, force: true });
	};
	const ready = ['-h', '127.0.0.1', '-p', `${port}`, '-d', 'postgres', '-t', '1'];
	for (let tries = 0; spawnSync(join(programs, 'pg_isready'), ready).status !== 0; tries++) {
		await sleep(500);
		if (tries < 60 && !services.some(hasEnded)) continue;
		await stop();
		throw new Error('PostgreSQL or Redis did not start: their ports may be in use');
	}
	return { env: settings(port), stop };
}

function spawnServices(programs: string, folder: string, port: number): ChildProcess[] {
	const asRoot = process.getuid?.() === 0;
	const user = asRoot ? NOBODY : {};
	if (asRoot) chownSync(folder, NOBODY.uid, NOBODY.gid);
	const data = join(folder, 'postgres');
	// The data need not survive a power cut: without fsync, PostgreSQL does not wait for the disk.
	run(join(programs, 'initdb'), ['-D', data, '-U', 'n8n', '-A', 'trust', '--no-sync'], user);
	const options = { stdio: 'ignore', cwd: folder, ...user } as const;
	return [
		spawn(
			join(programs, 'postgres'),
			['-D', data, '-p', `${port}`, '-k', folder, '-h', '127.0.0.1', '-F'],
			options,
		),
		spawn('redis-server', ['--port', `${port + 1}`, '--bind', '127.0.0.1', '--save', ''], options),
	];
}

const settings = (port: number): Record<string, string> => ({
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_HOST: '127.0.0.1',
	DB_POSTGRESDB_PORT: `${port}`,
	DB_POSTGRESDB_DATABASE: 'postgres',
	DB_POSTGRESDB_USER: 'n8n',
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: `${port + 1}`,
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
});

/** Debian keeps the programs of each version of PostgreSQL in a folder outside the PATH. */
function postgresFolder(): string | undefined {
	if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
	const versions = '/usr/lib/postgresql';
	const [newest] = existsSync(versions) ? readdirSync(versions).sort((a, b) => +b - +a) : [];
	return newest && join(versions, newest, 'bin');
}

function install(): string {
	installFromDebian('postgresql', 'redis-server');
	const folder = postgresFolder();
	if (!folder) throw new Error('PostgreSQL and Redis could not be installed');
	return folder;
}
