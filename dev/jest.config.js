const swc = ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }];

/** @type {import('jest').Config} */
module.exports = {
	rootDir: '..',
	testEnvironment: 'node',
	// By default Jest leaves one core unused, which is half of a machine with two.
	maxWorkers: '100%',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: { '\\.ts$': swc, '/qs-esm/.+\\.js$': swc },
	// Bitrix24's SDK, which tests the sandbox, requires qs-esm, which has ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!qs-esm/)'],
	// No test waits that long. A busy computer must not fail a test.
	testTimeout: 30_000,
	setupFiles: ['<rootDir>/test/setup.js'],
	// Files that no test loads count as well.
	collectCoverageFrom: ['{credentials,nodes}/**/*.ts'],
	coverageReporters: [['text', { skipFull: true }]],
	coverageThreshold: { global: { branches: 95 } },
};
