import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../src/api/${name}`, import.meta.url), 'utf8');

it('types are made of the document that lies beside them; run `npm run types`', () => {
  const hash = createHash('sha256').update(read('openapi.json')).digest('hex');
  expect(read('schema.ts').split('\n')[0]).toBe(`// Of openapi.json with sha256 ${hash}`);
});
