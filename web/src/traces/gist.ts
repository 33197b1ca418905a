/** The last message of a conversation, or the only text of an object; undefined where there is none. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return value.length > 0 ? textOf(value.at(-1)) : undefined;
  const { messages, content, choices, message } = value as Record<string, unknown>;
  if (messages !== undefined || choices !== undefined) return textOf(messages ?? choices);
  if (content !== undefined || message !== undefined) return textOf(content ?? message);
  const members = Object.values(value);
  const first = members.find((member) => typeof member === 'string');
  return members.length === 1 || first !== undefined ? textOf(first ?? members[0]) : undefined;
}

/** What a request or response says to people, without the JSON around it; anything else as it is. */
export function gist(preview: string | undefined): string {
  if (preview === undefined || !/^\s*[[{"]/.test(preview)) return preview ?? '';
  try {
    return textOf(JSON.parse(preview)) ?? preview;
  } catch {
    return preview; // cut off, or no JSON
  }
}
