import { expect, it } from 'vitest';
import { gist } from '../../src/traces/gist';

it.each([
  ['{"question":"why?"}', 'why?'],
  ['{"k":5,"query":"why?","top":[1]}', 'why?'],
  ['{"messages":[{"role":"system","content":"be short"},{"role":"user","content":"why?"}]}', 'why?'],
  ['{"choices":[{"message":{"role":"assistant","content":"because"}}]}', 'because'],
  ['"plain"', 'plain'],
  ['why?', 'why?'],
  ['{"k":5,"n":6}', '{"k":5,"n":6}'],
  ['{"question":"cut o', '{"question":"cut o'],
  ['[]', '[]'],
  [undefined, ''],
])('%s says %s', (preview, text) => expect(gist(preview)).toBe(text));
