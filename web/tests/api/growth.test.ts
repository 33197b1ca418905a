import { describe, expect, it } from 'vitest';
import { Growth } from '../../src/api/growth';

describe('Growth', () => {
  it('is visible at first, and then once a share of the steps is new', () => {
    const growth = new Growth();
    expect(growth.visible).toBe(false);
    growth.note(1, 10_000);
    expect(growth.visible).toBe(true);
    growth.take();
    growth.note(1, 10_005);
    expect([growth.any, growth.visible]).toEqual([true, false]);
    growth.note(1, 10_020);
    expect(growth.visible).toBe(true);
    growth.take();
    expect(growth.any).toBe(false);
  });

  it('sees a run that goes back, and one that is new', () => {
    const growth = new Growth();
    growth.note(1, 10_000);
    growth.take();
    growth.note(1, 9_000);
    expect(growth.visible).toBe(true);
    growth.take();
    growth.note(2, 1);
    expect(growth.visible).toBe(true);
  });
});
