import type { Link } from '../../nodes/Bitrix24CompanyContact/resources/linkQueries';
import { setLinks } from '../../nodes/Bitrix24CompanyContact/resources/setLinks';

/** A link as [company, sort], flagged with `*`. */
type Row = [otherId: number, sort: number, flag?: '*'];

const before = (rows: Row[]): Link[] =>
	rows.map(([otherId, sort, flag]) => ({
		otherId,
		sort,
		roleId: 0,
		isPrimary: flag === '*',
		row: {},
	}));

/** The lists that are sent, as rows, and the companies that each of them takes away. */
const sent = (rows: Row[], wanted: Row[], mainId?: number) =>
	setLinks(
		{ contactId: 1, links: before(rows) },
		wanted.map(([otherId, sort]) => ({ otherId, sort })),
		mainId,
	).map((changes) =>
		changes.map((change) => {
			if (change.kind !== 'replace') throw new Error(`a change of the kind ${change.kind}`);
			const list = change.links.map(({ otherId, sort, isPrimary }) =>
				isPrimary ? [otherId, sort, '*'] : [otherId, sort],
			);
			return { list, removed: change.removed };
		}),
	);

describe('the complete list of a contact', () => {
	it('is sent once where Bitrix24 writes all that changes', () => {
		expect(
			sent(
				[
					[5, 10, '*'],
					[6, 20],
					[7, 30],
				],
				[
					[5, 10],
					[6, 25],
				],
				5,
			),
		).toEqual([
			[
				{
					list: [
						[5, 10, '*'],
						[6, 25],
					],
					removed: [7],
				},
			],
		]);
	});

	it('keeps links that go in the first of two lists, without a flag, and takes them out with the second', () => {
		const rows: Row[] = [
			[5, 10, '*'],
			[6, 20, '*'],
			[7, 30, '*'],
		];
		expect(
			sent(
				rows,
				[
					[5, 10],
					[6, 20],
				],
				5,
			),
		).toEqual([
			[
				{
					list: [
						[5, 10, '*'],
						[6, 21],
						[7, 30],
					],
					removed: [],
				},
			],
			[
				{
					list: [
						[5, 10, '*'],
						[6, 20],
					],
					removed: [7],
				},
			],
		]);
	});

	it('gives a link that goes a sort that can be sent', () => {
		const rows: Row[] = [
			[5, 10, '*'],
			[6, 20, '*'],
			[7, -3],
		];
		expect(
			sent(
				rows,
				[
					[5, 10],
					[6, 20],
				],
				5,
			)[0],
		).toEqual([
			{
				list: [
					[5, 10, '*'],
					[6, 21],
					[7, 1],
				],
				removed: [],
			},
		]);
	});
});
