import { describe, expect, it } from 'vitest';
import { parseAnsi, plainText } from '../../src/run/ansi';

describe('parseAnsi', () => {
  it('passes plain text', () => expect(parseAnsi('a < b & c')).toEqual([{ text: 'a < b & c' }]));

  it('reads colours, weight and reset', () => {
    expect(parseAnsi('\x1b[31;1merror\x1b[0m done')).toEqual([{ text: 'error', fg: 'var(--ansi-red)', bold: true }, { text: ' done' }]);
    expect(parseAnsi('\x1b[92mx\x1b[m')[0]).toEqual({ text: 'x', fg: 'var(--ansi-bright-green)' });
    expect(parseAnsi('\x1b[1;4;41ma\x1b[22;24;49mb')).toEqual([{ text: 'a', bold: true, underline: true, bg: 'var(--ansi-red)' }, { text: 'b', bold: undefined, dim: undefined, underline: undefined, bg: undefined }]);
  });

  it('reads 256 and true colours', () => {
    expect(parseAnsi('\x1b[38;5;196ma')[0]!.fg).toBe('rgb(255 0 0)');
    expect(parseAnsi('\x1b[38;5;244ma')[0]!.fg).toBe('rgb(128 128 128)');
    expect(parseAnsi('\x1b[38;5;9ma')[0]!.fg).toBe('var(--ansi-bright-red)');
    expect(parseAnsi('\x1b[48;2;1;2;3;1ma')[0]).toEqual({ text: 'a', bg: 'rgb(1 2 3)', bold: true });
  });

  it('drops what moves cursors, sets titles or links', () => {
    expect(plainText('\x1b[2K\x1b[1Gab\x1b]0;title\x07c\x1b]8;;http://x\x1b\\d\x1b[?25l')).toBe('abcd');
  });

  it('shows what a carriage return leaves', () => {
    expect(plainText(' 10%\r 50%\r100%')).toBe('100%');
    expect(plainText('line\r')).toBe('line');
  });

  it('never lets markup through as anything but text', () => expect(parseAnsi('<b>\x1b[31m<script>')).toMatchObject([{ text: '<b>' }, { text: '<script>' }]));
});
