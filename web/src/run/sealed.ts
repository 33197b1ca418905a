const POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:";

/** A page with a policy in front that lets nothing in it reach the network; `scripts` may be loaded from these addresses. */
export function sealed(html: string, scripts: readonly string[] = []): string {
  const policy = scripts.length > 0 ? POLICY.replace("script-src", `script-src ${scripts.join(' ')}`) : POLICY;
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">${html.replace(/^\s*<!doctype[^>]*>/i, '')}`;
}

/** JSON as it may stand inside a script element. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
