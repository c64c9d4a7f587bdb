/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- a command, not part of the node */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

import type { Page } from 'playwright-core';

import { installFromDebian } from '../debian';

const FRAMES_A_SECOND = 10;

/** From the pictures of a pipe, as they come, to a video that browsers and video sites play. */
const FFMPEG = [
	...['-loglevel', 'error', '-y'],
	...['-f', 'image2pipe', '-c:v', 'mjpeg', '-framerate', `${FRAMES_A_SECOND}`, '-i', '-'],
	...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
];

export interface Recording {
	/** Does something, and shows so many seconds of it at most: a busy machine must not make the video longer. */
	take(seconds: number, act: () => Promise<void>): Promise<void>;
	end(): Promise<void>;
}

/**
 * Records a page into a file with Debian's ffmpeg, which is installed on first use. Playwright's own recordVideo wants a
 * build of ffmpeg that it downloads from its servers.
 */
export async function record(page: Page, file: string): Promise<Recording> {
	installFfmpeg();
	const ffmpeg = spawn('ffmpeg', [...FFMPEG, file], { stdio: ['pipe', 'inherit', 'inherit'] });
	const session = await page.context().newCDPSession(page);
	let frame: Buffer | undefined;
	session.on('Page.screencastFrame', ({ data, sessionId }) => {
		frame = Buffer.from(data, 'base64');
		void session.send('Page.screencastFrameAck', { sessionId });
	});
	await session.send('Page.startScreencast', { format: 'jpeg', quality: 90 });
	// The browser sends a frame only where something has changed.
	let framesLeft = 0;
	const write = () => {
		if (frame && framesLeft-- > 0) ffmpeg.stdin.write(frame);
	};
	const timer = setInterval(write, 1000 / FRAMES_A_SECOND);
	return {
		async take(seconds, act) {
			framesLeft = seconds * FRAMES_A_SECOND;
			await act();
			framesLeft = 0;
		},
		async end() {
			clearInterval(timer);
			await session.send('Page.stopScreencast');
			ffmpeg.stdin.end();
			await once(ffmpeg, 'exit');
		},
	};
}

function installFfmpeg(): void {
	if (spawnSync('ffmpeg', ['-version']).status === 0) return;
	installFromDebian('ffmpeg');
}
