import { describe, expect, it } from 'vitest';
import {
  listEnvironments,
  parseChartFile,
  parseDependencies,
  parseLint,
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
  it('follows anchors', () => expect(parseChartFile('x: &n my-chart\nname: *n\n').name).toBe('my-chart'));
  it.each(['name: ../x', 'name: Upper', 'name: [a]', 'version: 1.0.0', '', '[', 'name: "a b"', 'name: -x'])(
    'refuses %j',
    (text) => expect(() => parseChartFile(text)).toThrow('expected'),
  );
});

it('helm/helm#10166: + is _ in a tag', () => expect(tagOf('1.0.0-rc.1+a.b')).toBe('1.0.0-rc.1_a.b'));

it('names the dependencies in charts/ that are others than those asked for', () => {
  const table =
    'NAME \tVERSION\tREPOSITORY    \tSTATUS       \nredis\t~20    \thttps://e.test\twrong version\npg   \t1      \t              \tmissing      \nx    \t~19    \t              \tunpacked     \n\n';
  expect(parseDependencies(table)).toEqual(['dependency redis ~20: wrong version in charts/']);
  expect(parseDependencies('WARNING: no dependencies at c/charts\n')).toEqual([]);
});

it('lint: a list needs no name', () => {
  const list =
    '[WARNING] templates/y.yaml: object name does not conform to Kubernetes naming requirements: "": metadata.name: Invalid value';
  const upper =
    '[WARNING] templates/y.yaml: object name does not conform to Kubernetes naming requirements: "X": metadata.name: Invalid value';
  expect(parseLint(`==> Linting c\n[INFO] Chart.yaml: icon\n${list}\n${upper}\n`)).toEqual([upper]);
});
