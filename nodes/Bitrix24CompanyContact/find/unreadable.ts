/** Why a text is no value of its kind, as the clause after "as". */
export class Unreadable extends Error {}
