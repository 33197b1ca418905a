/** The types of records that are tables. */
export const TABLES: ReadonlySet<string> = new Set(['table', 'joined-table', 'partitioned-table']);
