// Puts a gzipped file beside every built text file, once and as small as gzip can, so that the server has nothing to
// compress while it answers; what does not get smaller by a tenth is left alone.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../src/Cairn.Server/wwwroot/assets/', import.meta.url));
for (const name of readdirSync(root)) {
  const path = join(root, name);
  if (!/\.(js|css|svg|json|wasm)$/.test(name) || statSync(path).size < 1024) continue;
  const text = readFileSync(path);
  const small = gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
  if (small.length < text.length * 0.9) writeFileSync(`${path}.gz`, small);
}
