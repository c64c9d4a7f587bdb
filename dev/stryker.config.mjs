export default {
	// Only code with unit tests: the tests in n8n's engine take too long to run for each mutant.
	mutate: [
		'nodes/Bitrix24CompanyContact/bitrix24/*.ts',
		'nodes/Bitrix24CompanyContact/parameters/{linkList,listedLink,recordId,values}.ts',
	],
	testRunner: 'jest',
	jest: {
		configFile: 'dev/jest.config.js',
		config: { testMatch: ['<rootDir>/test/{bitrix24,parameters,resources,run}/**/*.test.ts'] },
	},
	coverageAnalysis: 'perTest',
	// Code that runs once, when a file is loaded, needs all tests for each mutant: three times as long as all other mutants.
	ignoreStatic: true,
	concurrency: 2,
	reporters: ['clear-text', 'html'],
	htmlReporter: { fileName: 'coverage/mutation.html' },
	tempDirName: '.cache/stryker',
	ignorePatterns: ['.cache', 'coverage', 'dist', 'docs'],
};
