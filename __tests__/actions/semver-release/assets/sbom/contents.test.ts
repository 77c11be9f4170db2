import { readFileSync } from 'node:fs';
import { parseBuildInfo } from '@go-actions/go-build';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import {
  describeContents,
  renderPurl,
} from '../../../../../actions/semver-release/src/assets/sbom/contents.ts';
import { renderSbom } from '../../../../../actions/semver-release/src/assets/sbom/sbom.ts';

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/sbom/${name}`, import.meta.url), 'utf8'));

const TEXT = [
  'path\tm.test/app/cmd/tool',
  'mod\tm.test/app\tv1.2.3\t',
  'dep\tgithub.com/Octo/Lib\tv2.0.0+incompatible\th1:abc=',
  'dep\tx.test/replaced\tv1.0.0\th1:old=',
  '=>\tx.test/fork\tv1.0.1\th1:new=',
  'dep\tx.test/local\tv0.0.0-20260101000000-abcdefabcdef\t',
  '=>\t./local\t\t',
  'build\tGOOS=linux',
].join('\n');

const binary = (text: string) =>
  ({ name: 'tool', buildInfo: parseBuildInfo('go1.26.8', text) }) as unknown as Parameters<
    typeof describeContents
  >[1][number];
const plan = {
  version: '1.2.3',
  tag: 'v1.2.3',
  commit: 'c'.repeat(40),
  committed: '2026-01-02T03:04:05.000Z',
  module: { path: 'm.test/app', dir: '.' },
} as Parameters<typeof describeContents>[0];
const contents =
  describeContents(plan, [binary(TEXT), binary(TEXT)], 'https://github.com/octo/app') ?? expect.fail('empty');

describe('SBOMs', () => {
  it('hold each module once, as Go resolved it', () => {
    expect(contents.modules).toEqual([
      { path: 'github.com/Octo/Lib', version: 'v2.0.0+incompatible', h1: 'h1:abc=' },
      { path: 'x.test/fork', version: 'v1.0.1', h1: 'h1:new=' },
      { path: 'x.test/local', version: '', h1: '' },
    ]);
  });

  it('name packages as the purl specification does', () => {
    expect(contents.modules.map(renderPurl)).toEqual([
      'pkg:golang/github.com/octo/lib@v2.0.0%2Bincompatible',
      'pkg:golang/x.test/fork@v1.0.1',
      'pkg:golang/x.test/local',
    ]);
  });

  const formats = [
    {
      format: 'cyclonedx',
      suffix: 'cdx.json',
      main: 'cyclonedx-1.6.json',
      others: ['jsf-0.82.json', 'spdx-licences.json'],
    },
    { format: 'spdx', suffix: 'spdx.json', main: 'spdx-2.3.json', others: [] },
  ] as const;
  it.each(formats)(
    'follow the schema of $format, and are the same every time',
    ({ format, suffix, main, others }) => {
      const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
      (addFormats as unknown as (ajv: Ajv) => void)(ajv);
      for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true);
      for (const other of others) ajv.addSchema(schema(other));
      const validate = ajv.compile(schema(main));
      const sbom = renderSbom(format, contents);
      expect(sbom.suffix).toBe(suffix);
      expect(validate(JSON.parse(sbom.text)), JSON.stringify(validate.errors, null, 2)).toBe(true);
      expect(renderSbom(format, contents).text).toBe(sbom.text);
      // The schema is one that refuses.
      expect(validate({ ...JSON.parse(sbom.text), spdxVersion: 7, specVersion: '0' })).toBe(false);
    },
  );

  it('have their own number for other contents', () => {
    const other = describeContents(
      { ...plan, version: '1.2.4' },
      [binary(TEXT)],
      'https://github.com/octo/app',
    );
    expect(other?.id).not.toBe(contents.id);
  });

  it('are not made up where no binary says what it holds', () => {
    expect(describeContents(plan, [{ buildInfo: undefined } as never], 'https://x.test')).toBeUndefined();
  });
});
