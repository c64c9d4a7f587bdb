export default {
	// What has tests of its own: those in n8n's engine take too long to be run for each mutant.
	mutate: [
		'nodes/Bitrix24CompanyContact/portal/{address,batch,errors,http,json,pace,portal,redirect,reply,retry}.ts',
		'nodes/Bitrix24CompanyContact/operations/{contactList,recordId,values}.ts',
	],
	testRunner: 'jest',
	jest: {
		configFile: 'dev/jest.config.js',
		config: { testMatch: ['<rootDir>/test/{portal,operations}/**/*.test.ts'] },
	},
	coverageAnalysis: 'perTest',
	// What runs once, when a file is loaded, would need all tests for each mutant: three times as long as all others.
	ignoreStatic: true,
	concurrency: 2,
	reporters: ['clear-text', 'html'],
	htmlReporter: { fileName: 'coverage/mutation.html' },
	tempDirName: '.cache/stryker',
	ignorePatterns: ['.cache', 'coverage', 'dist', 'docs'],
};
