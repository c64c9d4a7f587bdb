import type { INode } from 'n8n-workflow';

import { Results } from '../../nodes/Bitrix24CompanyContact/run/results';

it('gives every item of a long run its error, however many fail', () => {
	const count = 150_000;
	const results = new Results({ name: 'Bitrix24', parameters: {} } as INode, count, false);
	for (let index = 0; index < count; index++) {
		results.fail(index, { message: 'It failed', description: '', ids: {} });
	}
	expect(results.items()).toHaveLength(count);
});
