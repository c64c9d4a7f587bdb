/** Type of the owner as requisites name it (REST docs, "Object types"). */
export const OWNER_TYPES = { contact: 3, company: 4 } as const;

interface Preset {
	id: number;
	name: string;
	countryId: number;
	/** The numbers that the country's preset has. A portal fills others only by REST. */
	fields: readonly string[];
}

/**
 * Countries with their IDs and number fields (rqFieldCountryMap in crm/lib/entityrequisite.php, crm/lib/requisite/country.php).
 * One preset stands for all those of a country.
 */
const PRESETS = {
	RU: {
		id: 1,
		name: 'Organization (Russia)',
		countryId: 1,
		fields: ['RQ_INN', 'RQ_OGRN', 'RQ_OGRNIP'],
	},
	BY: { id: 2, name: 'Organization (Belarus)', countryId: 4, fields: ['RQ_INN'] },
	KZ: {
		id: 3,
		name: 'Organization (Kazakhstan)',
		countryId: 6,
		fields: ['RQ_INN', 'RQ_BIN', 'RQ_IIN'],
	},
	UA: {
		id: 4,
		name: 'Organization (Ukraine)',
		countryId: 14,
		fields: ['RQ_INN', 'RQ_EDRPOU', 'RQ_DRFO'],
	},
	DE: {
		id: 5,
		name: 'Organization (Germany)',
		countryId: 46,
		fields: ['RQ_INN', 'RQ_VAT_ID', 'RQ_USRLE'],
	},
	CO: { id: 6, name: 'Organization (Colombia)', countryId: 77, fields: ['RQ_INN'] },
	PL: {
		id: 7,
		name: 'Organization (Poland)',
		countryId: 110,
		fields: ['RQ_INN', 'RQ_VAT_ID', 'RQ_KRS', 'RQ_REGON'],
	},
	US: { id: 8, name: 'Organization (USA)', countryId: 122, fields: ['RQ_VAT_ID'] },
	FR: {
		id: 9,
		name: 'Organization (France)',
		countryId: 132,
		fields: ['RQ_VAT_ID', 'RQ_SIRET', 'RQ_SIREN'],
	},
	BR: { id: 10, name: 'Organization (Brazil)', countryId: 34, fields: ['RQ_CNPJ', 'RQ_CPF'] },
	UZ: { id: 11, name: 'Organization (Uzbekistan)', countryId: 13, fields: ['RQ_INN'] },
} as const satisfies Record<string, Preset>;

type Country = keyof typeof PRESETS;
type NumberField = (typeof PRESETS)[Country]['fields'][number];

/** The numbers by which a company can be looked up. The portal keeps them as they were typed. */
export const NUMBER_FIELDS: NumberField[] = [
	...new Set(Object.values(PRESETS).flatMap(({ fields }): readonly NumberField[] => fields)),
];

export interface RequisiteData {
	/** The owner: a company, or a contact. */
	companyId?: number;
	contactId?: number;
	/** Country of the preset, RU by default. */
	country?: Country;
	/** E.g. { RQ_INN: "7707083893" }. */
	numbers: Partial<Record<NumberField, string>>;
}

export interface Requisite {
	id: number;
	entityTypeId: number;
	entityId: number;
	presetId: number;
	name: string;
	numbers: RequisiteData['numbers'];
}

/** @throws if the country's preset lacks one of the numbers, since a person could not have entered it */
export function toRequisite(id: number, data: RequisiteData): Requisite {
	const { companyId, contactId, country = 'RU', numbers } = data;
	const preset: Preset = PRESETS[country];
	const foreign = Object.keys(numbers).find((field) => !preset.fields.includes(field));
	if (foreign) throw new Error(`${preset.name} has no ${foreign}`);
	return {
		id,
		entityTypeId: companyId === undefined ? OWNER_TYPES.contact : OWNER_TYPES.company,
		entityId: companyId ?? contactId ?? 0,
		presetId: preset.id,
		name: preset.name,
		numbers,
	};
}
