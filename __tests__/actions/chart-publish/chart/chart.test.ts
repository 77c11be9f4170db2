import { describe, expect, it } from 'vitest';
import {
  listEnvironments,
  parseChartFile,
  tagOf,
} from '../../../../actions/chart-publish/src/chart/chart.ts';

it('the first values file lies below each of the others', () => {
  expect(listEnvironments(['base', 'dev', 'prod']).map(({ values }) => values)).toEqual([
    ['base', 'dev'],
    ['base', 'prod'],
  ]);
  expect(listEnvironments(['base']).map(({ values }) => values)).toEqual([['base']]);
  expect(listEnvironments([]).map(({ values }) => values)).toEqual([[]]);
});

describe('parseChartFile', () => {
  it('reads the name', () =>
    expect(parseChartFile('name: my-chart\nversion: 1.0.0\n').name).toBe('my-chart'));
  it.each(['name: ../x', 'name: Upper', 'name: [a]', 'version: 1.0.0', '', '[', 'name: "a b"', 'name: -x'])(
    'refuses %j',
    (text) => expect(() => parseChartFile(text)).toThrow('expected'),
  );
});

it('helm/helm#10166: + is _ in a tag', () => expect(tagOf('1.0.0-rc.1+a.b')).toBe('1.0.0-rc.1_a.b'));
