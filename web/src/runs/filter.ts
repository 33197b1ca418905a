/** A quoted text for the query language. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A quoted pattern that matches texts with `text` in them. */
export const likeTerm = (text: string): string => quoted(`%${text}%`);

/** The filter the server gets: what is in the filter box, narrowed by the search box. */
export function combineFilter(filter: string, search: string): string | undefined {
  const parts: string[] = [];
  if (filter.trim() !== '') parts.push(search.trim() === '' ? filter.trim() : `(${filter.trim()})`);
  if (search.trim() !== '') parts.push(`name ilike ${likeTerm(search.trim())}`);
  return parts.length > 0 ? parts.join(' and ') : undefined;
}
