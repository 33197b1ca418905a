import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/api/types';
import { accept, complete } from '../../src/runs/completion';

const columns: Column[] = ['state', 'config.lr', 'config.net', 'metrics.test/accuracy', 'config.odd name'].map((name) => ({ name, type: 'number', runs: 1 }));
const values = (column: string) => (column === 'config.net' ? ["'mlp'", "'cnn'"] : []);
const at = (text: string) => complete(text, text.length, columns, values)?.options;

describe('complete', () => {
  it('offers columns where a comparison begins, what starts so before what has it inside', () => {
    expect(at('')).toContain('state');
    expect(at('acc')).toEqual(['metrics.test/accuracy']);
    expect(at('state = 1 and (config.')).toEqual(['config.lr', 'config.net', '`config.odd name`']);
    expect(at('not s')).toEqual(['state', 'metrics.test/accuracy']);
  });

  it('then comparisons, values, and words that join', () => {
    expect(at('config.lr ')![0]).toBe('=');
    expect(at('config.lr >')).toEqual(['>=']);
    expect(at("state = 'f")).toEqual(["'finished'", "'failed'"]);
    expect(at('config.net = ')).toEqual(["'mlp'", "'cnn'"]);
    expect(at("config.net in ('mlp', ")).toEqual(["'mlp'", "'cnn'"]);
    expect(at("config.net in ('mlp') ")).toEqual(['and ', 'or ']);
    expect(at('config.lr is not null ')).toEqual(['and ', 'or ']);
    expect(at('config.lr > 0.1 ')).toEqual(['and ', 'or ']);
  });

  it('puts an option in the place of what was typed', () => {
    const text = 'state = 1 and acc > 2';
    const completion = complete(text, 17, columns, values)!;
    expect(accept(text, completion, completion.options[0]!)).toEqual({ text: 'state = 1 and metrics.test/accuracy > 2', caret: 35 });
  });
});
