import { describe, expect, it } from 'vitest';
import { markdownOf, slugOf, viewId } from '../../src/reports/blocks';
import { readBlock, writeBlock } from '../../src/reports/panelBlock';

describe('addresses of reports', () => {
  it('are read with plain numbers and as the wandb client prints them', () => {
    expect(viewId('My-report--17')).toBe(17);
    expect(viewId('a--b--17')).toBe(17);
    expect(viewId(`Title--${btoa('View:1234').replaceAll('=', '')}`)).toBe(1234);
    expect(viewId('17')).toBe(17);
    expect(viewId('nothing')).toBeNull();
    expect(viewId('x--')).toBeNull();
  });
  it('carry the title for people', () => {
    expect(slugOf('What matters? (März)', 5)).toBe('What-matters-März--5');
    expect(slugOf('  ', 5)).toBe('report--5');
    expect(viewId(slugOf('a -- b', 9))).toBe(9);
  });
});

describe('texts of reports', () => {
  it('are Markdown as written here', () => {
    expect(markdownOf({ markdown: '# a', blocks: [] })).toBe('# a');
    expect(markdownOf(undefined)).toBe('');
  });
  it('are made of the blocks of W&B’s client', () => {
    const spec = {
      blocks: [
        { type: 'heading', level: 2, children: [{ text: 'Title' }] },
        { type: 'paragraph', children: [{ text: 'plain ' }, { text: 'bold', bold: true }, { text: ' ' }, { type: 'link', url: 'https://x.y', children: [{ text: 'link' }] }, { text: 'x', inlineCode: true }] },
        { type: 'list', children: [{ type: 'list-item', children: [{ type: 'paragraph', children: [{ text: 'one' }] }] }, { type: 'list-item', checked: true, children: [{ type: 'paragraph', children: [{ text: 'two' }] }] }] },
        { type: 'code-block', language: 'python', children: [{ type: 'code-line', children: [{ text: 'print(1)' }] }] },
        { type: 'horizontal-rule', children: [{ text: '' }] },
        { type: 'paragraph', children: [{ text: '' }] },
      ],
    };
    expect(markdownOf(spec as unknown as Parameters<typeof markdownOf>[0])).toBe('## Title\n\nplain **bold** [link](https://x.y)`x`\n\n- one\n- [x] two\n\n```python\nprint(1)\n```\n\n---');
  });
});

describe('panels in reports', () => {
  it('come back as they were written', () => {
    const block = { type: 'scatter', x: 'a', y: 'b', filter: 'x = 1' };
    expect(readBlock(writeBlock(block).split('\n').slice(1, -1).join('\n'))).toEqual(block);
  });
  it('say what is wrong', () => {
    expect(typeof readBlock('{')).toBe('string');
    expect(typeof readBlock('[]')).toBe('string');
  });
});
