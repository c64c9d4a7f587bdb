import { type INode, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';

import { errorItem } from '../../nodes/Bitrix24CompanyContact/errorItem';

describe('the item of a failed input item', () => {
	const failure = { message: 'It failed', description: '', ids: { companyId: 5 } };
	const makeItem = (toErrorOutput = false): INodeExecutionData =>
		errorItem(new NodeOperationError({} as INode, 'It failed'), failure, 2, toErrorOutput);

	it("keeps the company through n8n's reduction to the bare message", () => {
		const item = makeItem();
		item.json = { error: 'It failed' };
		expect(item.json).toEqual({ error: 'It failed', companyId: 5 });
	});

	it.each([[{}], [{ error: 'Another' }], [{ error: 'It failed', code: 'X' }], [{ companyId: 6 }]])(
		'takes any other json, as every item does: %j',
		(json) => {
			const item = makeItem();
			item.json = json;
			expect(item.json).toBe(json);
		},
	);

	it('is copied without its error to the error output alone', () => {
		expect({ ...makeItem() }).toHaveProperty('error');
		expect(makeItem(true)).toHaveProperty('error');
		expect({ ...makeItem(true) }).toEqual({
			json: { error: 'It failed', companyId: 5 },
			pairedItem: { item: 2 },
		});
	});
});
