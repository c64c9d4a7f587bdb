const { setupFiles: _, ...config } = require('./jest.config');

/** @type {import('jest').Config} */
module.exports = {
	...config,
	testMatch: ['<rootDir>/e2e/**/*.e2e.ts'],
	// One n8n for all.
	maxWorkers: 1,
	testTimeout: 180_000,
};
