import { useN8n, useSandbox } from './helpers';
import { CURRENT, LAST_OF_1 } from './install';
import { agentTool } from './node/agentTool';
import { credentialTest } from './node/credentialTest';
import { oAuth2 } from './node/oAuth2';
import { toBuilders, toEditor } from './node/served';
import { workflow } from './node/workflow';

useSandbox();

describe.each([
	{ release: CURRENT, untilRenewed: [401, 200] },
	// Before 2.11, n8n renews a token only for a request that ignores no status at all.
	{ release: LAST_OF_1, untilRenewed: [401, 401, 200] },
])(
	'installed from the package that npm publishes, in n8n $release.n8n',
	({ release, untilRenewed }) => {
		useN8n(release);

		describe('the credential test', credentialTest);
		describe('a workflow', workflow);
		describe('OAuth2', () => oAuth2(untilRenewed));
		describe('as a tool of an AI agent', agentTool);
		describe('its editor', toEditor);
		// n8n 1 has no MCP server that builds workflows.
		if (release === CURRENT) describe('its MCP server', toBuilders);
	},
);
