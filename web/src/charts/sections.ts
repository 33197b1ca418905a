export interface Section {
  name: string;
  /** How deep under other sections it stands. */
  depth: number;
  metrics: string[];
}

/** What panel search means: a regular expression, or plain text where it is not a valid one. */
export function matcher(search: string): (text: string) => boolean {
  if (search === '') return () => true;
  try {
    const pattern = new RegExp(search, 'i');
    return (text) => pattern.test(text);
  } catch {
    const plain = search.toLowerCase();
    return (text) => text.toLowerCase().includes(plain);
  }
}

const PARTS: readonly RegExp[] = [/^train(ing)?$/i, /^(val|valid|validation|dev)$/i, /^(test|testing|eval|evaluation)$/i];
/** The section of metrics without a prefix, and of panels that were put into none. */
export const PLAIN = 'metrics';
const OWN = 2; // so many metrics make a deeper prefix a section of its own

function rank(section: string): number {
  if (section === 'system') return PARTS.length + 2;
  const part = PARTS.findIndex((p) => p.test(section));
  if (part >= 0) return part;
  return section === PLAIN ? PARTS.length : PARTS.length + 1;
}

// One collator: localeCompare makes its own for every pair, which is slow for thousands of names.
export const natural = new Intl.Collator('en', { numeric: true }).compare;

/**
 * Metrics by their names' prefixes, as a tree in the order it is read: training, validation, test, those without a prefix,
 * the others by name, `system` last; within a section those with landmarks first. A prefix of several parts is a section
 * of its own under the shorter one where several metrics have it. With `prefix` names begin after it and the first dot or
 * slash ends the section (`system/gpu.0.power` is in `gpu`).
 */
export function sectionsOf(metrics: readonly string[], marked: ReadonlySet<string>, prefix = ''): Section[] {
  const counts = new Map<string, number>();
  const parents = (name: string): string[] => {
    const parts = name.split('/');
    return parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'));
  };
  if (prefix === '') for (const metric of metrics) for (const parent of parents(metric)) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  const sectionOf = (metric: string): string => {
    if (prefix !== '') {
      const rest = metric.slice(prefix.length);
      const end = rest.search(/[./]/);
      return end > 0 ? rest.slice(0, end) : rest;
    }
    const above = parents(metric).filter((parent) => parent !== '');
    return above.findLast((parent, i) => i === 0 || counts.get(parent)! >= OWN) ?? PLAIN;
  };
  const byName = new Map<string, string[]>();
  for (const metric of metrics) {
    const name = sectionOf(metric);
    const list = byName.get(name);
    if (list) list.push(metric);
    else byName.set(name, [metric]);
  }
  // A prefix that only holds longer ones is a heading without panels.
  if (prefix === '') for (const name of byName.keys()) for (const parent of parents(name)) if (!byName.has(parent) && [...byName.keys()].filter((other) => other.startsWith(`${parent}/`)).length > 1) byName.set(parent, []);
  const depthOf = (name: string) => (prefix === '' ? parents(name).filter((parent) => byName.has(parent)).length : 0);
  const compare = (a: string, b: string): number => {
    const [left, right] = [a.split('/'), b.split('/')];
    const first = rank(left[0]!) - rank(right[0]!);
    if (first !== 0) return first;
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
      const order = natural(left[i]!, right[i]!);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  };
  return [...byName]
    .map(([name, list]) => ({ name, depth: depthOf(name), metrics: list.sort((a, b) => Number(marked.has(b)) - Number(marked.has(a)) || natural(a, b)) }))
    .sort((a, b) => compare(a.name, b.name));
}

/** Sections are open unless they are `system`; `toggled` names those that are the other way. */
export const isOpen = (section: string, toggled: readonly string[]): boolean => (section !== 'system') !== toggled.includes(section);

/** Whether every section above is open too. */
export function isReached(section: string, toggled: readonly string[]): boolean {
  const parts = section.split('/');
  return parts.slice(0, -1).every((_, i) => isOpen(parts.slice(0, i + 1).join('/'), toggled));
}
