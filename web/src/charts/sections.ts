export interface Section {
  name: string;
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

function rank(section: string): number {
  if (section === 'system') return PARTS.length + 1;
  const part = PARTS.findIndex((p) => p.test(section));
  return part < 0 ? PARTS.length : part;
}

/**
 * Metrics by what stands before their first slash: training, validation, test, then the others by name, `system` last;
 * within a section those with landmarks first. With `prefix` the name
 * begins after it and ends at the first dot or slash (`system/gpu.0.power` is in `gpu`).
 */
export function sectionsOf(metrics: readonly string[], marked: ReadonlySet<string>, prefix = ''): Section[] {
  const byName = new Map<string, string[]>();
  for (const metric of metrics) {
    const end = prefix === '' ? metric.indexOf('/') : metric.slice(prefix.length).search(/[./]/);
    const name = end > 0 ? metric.slice(prefix.length, prefix.length + end) : prefix === '' ? 'metrics' : metric.slice(prefix.length);
    byName.set(name, [...(byName.get(name) ?? []), metric]);
  }
  return [...byName]
    .map(([name, list]) => ({ name, metrics: list.sort((a, b) => Number(marked.has(b)) - Number(marked.has(a)) || a.localeCompare(b, 'en', { numeric: true })) }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}

/** Sections are open unless they are `system`; `toggled` names those that are the other way. */
export const isOpen = (section: string, toggled: readonly string[]): boolean => (section !== 'system') !== toggled.includes(section);
