// Fails when the first screen needs more script than its budget: what index.html loads, and all that those files import
// at once (not what they load later, on demand). Sizes are of gzip at its usual level.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET = 200_000;
const root = fileURLToPath(new URL('../../src/Cairn.Server/wwwroot/', import.meta.url));
const html = readFileSync(join(root, 'index.html'), 'utf8');
const waiting = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map((m) => join(root, m[1]));
const sizes = new Map();
for (let path; (path = waiting.pop()); ) {
  if (sizes.has(path) || !existsSync(path)) continue;
  const text = readFileSync(path);
  sizes.set(path, gzipSync(text).length);
  for (const [, name] of text.toString().matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g)) waiting.push(join(dirname(path), name));
}
const total = [...sizes.values()].reduce((a, b) => a + b, 0);
const said = `first screen: ${(total / 1000).toFixed(1)} kB of script gzipped in ${sizes.size} files, budget ${BUDGET / 1000} kB`;
if (sizes.size === 0 || total > BUDGET) {
  console.error(`Too much: ${said}`);
  process.exit(1);
}
console.log(said);
