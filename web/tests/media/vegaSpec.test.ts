import { describe, expect, it } from 'vitest';
import { addressIn, fieldName, fillIn, fitted, isVega, parseSpec, unknownFields, withTable } from '../../src/media/vegaSpec';

describe('a typed spec', () => {
  it('says what is wrong and where', () => {
    expect(parseSpec('').problem).toMatch(/Write a Vega-Lite or Vega spec/);
    expect(parseSpec('{\n  "mark": point\n}').problem).toMatch(/no JSON/);
    expect(parseSpec('{\n  "mark":').problem).toMatch(/line 2, column 10/);
    expect(parseSpec('[1]').problem).toMatch(/a list/);
    expect(parseSpec('null').problem).toMatch(/not null/);
    expect(parseSpec('{"data": {"name": "table"}}').problem).toMatch(/nothing to draw/);
    expect(parseSpec(`{"mark": "bar", "x": "${'y'.repeat(300_000)}"}`).problem).toMatch(/262144/);
    expect(parseSpec('{"mark": "bar"}')).toEqual({ spec: { mark: 'bar' } });
  });
  it('may not name an address anywhere it would be loaded from', () => {
    expect(parseSpec('{"mark":"bar","data":{"url":"https://example.org/x.csv"}}').problem).toMatch(/^data\.url is an address/);
    expect(addressIn({ layer: [{ mark: 'bar' }, { transform: [{ lookup: 'a', from: { data: { url: '/api/v1/runs' } } }] }] })).toBe('layer[1].transform[0].from.data.url');
    expect(addressIn({ data: [{ name: 'x', url: { signal: "'/a'" } }] })).toBe('data[0].url');
    expect(addressIn({ mark: 'image', encoding: { url: { field: 'picture' } } })).toBeUndefined();
    expect(addressIn({ data: { values: [{ url: 'a cell' }] } })).toBeUndefined();
  });
});

describe('the table of a spec', () => {
  const rows = [{ run: 'a', loss: 1 }];
  it('is there under its names, and the spec cannot say how the page embeds it', () => {
    const lite = withTable({ mark: 'bar', usermeta: { embedOptions: { loader: {} } } }, rows);
    expect(lite).toEqual({ mark: 'bar', data: { name: 'table' }, datasets: { table: rows, wandb: rows } });
    expect(withTable({ mark: 'bar', data: { values: [] } }, rows).data).toEqual({ values: [] });
    expect(withTable({ mark: 'bar', data: { name: 'wandb' } }, rows).data).toEqual({ name: 'wandb' });
    expect(withTable({ marks: [], data: [{ name: 'wandb' }, { name: 'sums', source: 'wandb' }] }, rows).data).toEqual([{ name: 'wandb', values: rows }, { name: 'sums', source: 'wandb' }]);
    expect(withTable({ marks: [] }, rows).data).toEqual([{ name: 'table', values: rows }]);
  });
  it('has names without dots and brackets, which would be paths', () => {
    expect(fieldName('val.loss[0]')).toBe('val_loss_0_');
    expect(unknownFields({ mark: 'bar', encoding: { x: { field: 'val_loss' }, y: { field: 'los' } } }, ['val.loss'])).toEqual(['los']);
    expect(unknownFields({ mark: 'bar', transform: [{ calculate: 'datum.a', as: 'b' }], encoding: { x: { field: 'b' } } }, ['a'])).toEqual([]);
    expect(unknownFields({ mark: 'bar', transform: [{ fold: ['a'] }], encoding: { x: { field: 'value' } } }, ['a'])).toEqual([]);
  });
});

it('tells Vega from Vega-Lite, fits single views, and fills in what W&B’s charts leave open', () => {
  expect([isVega({ mark: 'bar' }), isVega({ marks: [] }), isVega({ $schema: 'https://vega.github.io/schema/vega/v5.json' }), isVega({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', marks: [] })]).toEqual([false, true, true, false]);
  expect(fitted({ mark: 'bar', width: 300 })).toMatchObject({ width: 300, height: 'container' });
  expect(fitted({ hconcat: [] })).toEqual({ hconcat: [] });
  expect(fillIn({ title: '${string:title}', encoding: { x: { field: '${field:x}' }, y: { field: '${field:y}' } } }, { x: 'a.b' }, { title: 'Mine' })).toEqual({ title: 'Mine', encoding: { x: { field: 'a_b' }, y: { field: 'y' } } });
});
