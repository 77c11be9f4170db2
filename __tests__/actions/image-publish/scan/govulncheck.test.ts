import { describe, expect, it } from 'vitest';
import { parseGovulncheck } from '../../../../actions/image-publish/src/scan/govulncheck.ts';

/** As the program prints them: indented, one after another. */
const print = (...messages: object[]) =>
  messages.map((each) => `${JSON.stringify(each, undefined, 2)}\n`).join('');
const CONFIG = { config: { scanner_name: 'govulncheck', db_last_modified: '2026-01-01T00:00:00Z' } };
const SBOM = { SBOM: { go_version: 'go1.26.0', modules: [{ path: 'm', version: 'v1.0.0' }] } };
const osv = (ecosystem: object, name = 'm') => ({
  osv: {
    id: 'GO-1',
    summary: 'bad',
    aliases: ['CVE-1'],
    affected: [{ package: { name }, ecosystem_specific: ecosystem }],
    database_specific: { severity: 'MODERATE' },
  },
});
const OSV = osv({ imports: [{ path: 'm/p', symbols: ['F', 'G'] }] });
const finding = (symbol?: string) => ({
  finding: {
    osv: 'GO-1',
    fixed_version: 'v1.1.0',
    trace: [{ module: 'm', version: 'v1.0.0', package: 'm/p', ...(symbol && { function: symbol }) }],
  },
});

describe('parseGovulncheck', () => {
  it('takes code that is linked in, and leaves out modules of which the vulnerable part is not', () => {
    const { found, database } = parseGovulncheck(print(CONFIG, SBOM, OSV, finding()));
    expect(found).toEqual([]);
    expect(database).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(parseGovulncheck(print(CONFIG, SBOM, OSV, finding(), finding('F'), finding('G'))).found).toEqual([
      {
        ids: ['GO-1', 'CVE-1'],
        summary: 'bad',
        module: 'm',
        version: 'v1.0.0',
        fixed: 'v1.1.0',
      },
    ]);
  });
  it.each([
    ['a module', {}],
    ['a package', { imports: [{ path: 'm/p' }] }],
    ['a package, and functions of another one', { imports: [{ symbols: ['F'] }, { symbols: [] }] }],
  ])('an entry that means the whole of %s needs no function', (_, ecosystem) => {
    expect(parseGovulncheck(print(CONFIG, SBOM, osv(ecosystem), finding())).found).toHaveLength(1);
  });
  it('a finding that no entry describes counts', () => {
    expect(parseGovulncheck(print(CONFIG, SBOM, finding())).found).toHaveLength(1);
    expect(parseGovulncheck(print(CONFIG, SBOM, osv({}, 'other'), finding())).found).toHaveLength(1);
  });
  it.each([
    ['nothing', ''],
    [
      'a database of the year 1',
      print({ config: { ...CONFIG.config, db_last_modified: '0001-01-01T00:00:00Z' } }, SBOM),
    ],
    ['no database', print({ config: { scanner_name: 'govulncheck' } }, SBOM)],
    ['a scan that ended before the program was read', print(CONFIG)],
    ['a program without modules', print(CONFIG, { SBOM: { modules: [] } })],
    ['the messages of another program', print({ config: { scanner_name: 'x' } })],
    ['a document that is cut', print(CONFIG, SBOM).slice(0, -4)],
  ])('takes %s for no scan', (_, output) => expect(() => parseGovulncheck(output)).toThrow('expected'));
});
