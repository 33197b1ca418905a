import { expect, it } from 'vitest';
import { keysOf } from '../../src/app/keys';

it.each([
  ['Ctrl Shift Z', ['Ctrl', 'Shift', 'Z']], ['x Space', ['x', 'Space']], ['← →', ['←', '→']], ['?', ['?']], ['drag a title', ['drag a title']], ['Alt click', ['Alt click']],
])('%s is the keys %j', (shortcut, keys) => expect(keysOf(shortcut)).toEqual(keys));
