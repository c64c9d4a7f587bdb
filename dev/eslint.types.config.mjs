/* Rules that need types. eslint.config.mjs is n8n's, to the letter, and has none of them. */
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist/', 'coverage/', '.cache/'] },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.recommendedTypeCheckedOnly],
		languageOptions: {
			parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			// An async function is the plain way to return a promise where a type requires one.
			'@typescript-eslint/require-await': 'off',
		},
	},
	{
		files: ['{dev/e2e,test}/**/*.ts'],
		// Jest's matchers, as in `{ id: expect.any(Number) }`, are of type any.
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
		},
	},
);
