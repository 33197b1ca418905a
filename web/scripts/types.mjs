// Takes the OpenAPI document of a running server (CAIRN_URL, by default http://localhost:8080) as the wire's description:
// writes src/api/openapi.json, and from it the types in src/api/schema.ts.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name) => fileURLToPath(new URL(`../src/api/${name}`, import.meta.url));
const server = process.env.CAIRN_URL ?? 'http://localhost:8080';
const answer = await fetch(`${server}/openapi/v1.json`).catch((error) => {
  console.error(`No answer from ${server} (${error.cause?.message ?? error.message}). Start one with 'cairn serve', or name another with CAIRN_URL.`);
  process.exit(1);
});
if (!answer.ok) throw new Error(`${server} answered ${answer.status}.`);
const document = `${JSON.stringify(await answer.json(), null, 2)}\n`;
writeFileSync(file('openapi.json'), document);
const made = spawnSync(
  'npm',
  ['exec', '--yes', '--package=openapi-typescript@7.13.0', '--package=typescript@5.9.3', '--', 'openapi-typescript', file('openapi.json'), '-o', file('schema.ts'), '--alphabetize'],
  { stdio: 'inherit' },
);
if (made.status !== 0) process.exit(made.status ?? 1);
const hash = createHash('sha256').update(document).digest('hex');
writeFileSync(file('schema.ts'), `// Of openapi.json with sha256 ${hash}\n${readFileSync(file('schema.ts'), 'utf8')}`);
