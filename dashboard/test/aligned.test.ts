import { describe, expect, it } from 'vitest';
import { aligned, stepped } from '../src/charts/aligned';

describe('lines with one column of times', () => {
  it('are as they are where there is only one', () => {
    expect(aligned([{ times: [1, 2], values: [5, null] }])).toEqual([
      [1, 2],
      [5, null],
    ]);
  });

  it('have a place for the times of each', () => {
    expect(
      aligned([
        { times: [1, 3], values: [5, 6] },
        { times: [2, 3], values: [7, 8] },
      ]),
    ).toEqual([
      [1, 2, 3],
      [5, undefined, 6],
      [undefined, 7, 8],
    ]);
  });
});

describe('many lines', () => {
  const lines = [
    { times: [9_100, 10_000, 10_250, 11_900, 30_000], values: [0, 1, 2, 3, 9] },
    { times: [10_999, 13_000], values: [4, 5] },
  ];

  it('have the last value of each second between the edges', () => {
    expect(stepped(lines, 10_400, 13_200)).toEqual([
      [10_000, 11_000, 12_000, 13_000],
      [2, 3, undefined, undefined],
      [4, undefined, undefined, 5],
    ]);
  });

  it('stay broken where they are', () => {
    const broken = { times: [10_000, 25_099, 25_100], values: [1, null, 2] };
    const [, column] = stepped([broken], 10_000, 26_000);
    expect(column?.slice(0, 2)).toEqual([1, undefined]);
    expect(column?.slice(14)).toEqual([null, 2, undefined]);
  });
});
