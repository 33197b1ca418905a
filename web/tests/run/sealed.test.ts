import { describe, expect, it } from 'vitest';
import { scriptJson, sealed } from '../../src/run/sealed';

describe('sealed', () => {
  it('puts the policy before anything of the page, and keeps standards mode', () => {
    const page = sealed('\n<!DOCTYPE html><html><script src="https://x/y.js"></script></html>');
    expect(page.startsWith('<!doctype html>')).toBe(true);
    expect(page.indexOf("default-src 'none'")).toBeLessThan(page.indexOf('<script'));
    expect(page.match(/doctype/gi)).toHaveLength(1);
  });
  it('lets named scripts in', () => {
    expect(sealed('', ['http://h/plotly.js'])).toContain("script-src http://h/plotly.js 'unsafe-inline'");
  });
  it('writes JSON that cannot end the script around it', () => {
    const text = scriptJson({ a: '</script><script>' });
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual({ a: '</script><script>' });
  });
});
