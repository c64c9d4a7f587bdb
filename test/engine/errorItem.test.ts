import {
	type INode,
	type INodeExecutionData,
	NodeOperationError,
	type OnError,
} from 'n8n-workflow';

import { errorItem } from '../../nodes/Bitrix24CompanyContact/run/errorItem';

describe('the item of a failed input item', () => {
	const failure = { message: 'It failed', description: 'Mend it.', ids: { companyId: 5 } };
	const json = { error: 'It failed', description: 'Mend it.', outcome: 'failed', companyId: 5 };
	const makeItem = (onError: OnError): INodeExecutionData =>
		errorItem(new NodeOperationError({ onError } as INode, 'It failed'), failure, { item: 2 });

	it('is a plain item on the regular output', () => {
		expect(makeItem('continueRegularOutput')).toStrictEqual({ json, pairedItem: { item: 2 } });
	});

	describe('for the error output', () => {
		it("keeps the company through n8n's reduction to the bare message", () => {
			const item = makeItem('continueErrorOutput');
			item.json = { error: 'It failed' };
			expect(item.json).toEqual(json);
		});

		it.each([
			[{}],
			[{ error: 'Another' }],
			[{ error: 'It failed', code: 'X' }],
			[{ companyId: 6 }],
		])('takes any other json, as every item does: %j', (other) => {
			const item = makeItem('continueErrorOutput');
			item.json = other;
			expect(item.json).toBe(other);
		});

		it('is told from the others by its error, which is not copied', () => {
			expect(makeItem('continueErrorOutput')).toHaveProperty('error');
			expect({ ...makeItem('continueErrorOutput') }).toStrictEqual({
				json,
				pairedItem: { item: 2 },
			});
		});
	});
});
