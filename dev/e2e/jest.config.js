const { setupFiles: _, ...config } = require('../jest.config');

/** @type {import('jest').Config} */
module.exports = {
	...config,
	rootDir: '../..',
	testMatch: ['<rootDir>/dev/e2e/**/*.e2e.ts'],
	globalSetup: '<rootDir>/dev/e2e/globalSetup.ts',
	// One n8n at a time.
	maxWorkers: 1,
	testTimeout: 180_000,
};
