import { describe, expect, it } from 'vitest';
import { parseGovulncheck } from '../../../../actions/image-publish/src/scan/govulncheck.ts';

/** As the program prints them: indented, one after another. */
const print = (...messages: object[]) =>
  messages.map((each) => `${JSON.stringify(each, undefined, 2)}\n`).join('');
const CONFIG = { config: { scanner_name: 'govulncheck', scan_mode: 'binary' } };
const OSV = {
  osv: { id: 'GO-1', summary: 'bad', aliases: ['CVE-1'], database_specific: { severity: 'MODERATE' } },
};
const finding = (symbol?: string) => ({
  finding: {
    osv: 'GO-1',
    fixed_version: 'v1.1.0',
    trace: [{ module: 'm', version: 'v1.0.0', package: 'm/p', ...(symbol && { function: symbol }) }],
  },
});

describe('parseGovulncheck', () => {
  it('takes code that is linked in, and leaves out modules of which the vulnerable part is not', () => {
    expect(parseGovulncheck(print(CONFIG, OSV, finding()))).toEqual([]);
    expect(parseGovulncheck(print(CONFIG, OSV, finding(), finding('F'), finding('G')))).toEqual([
      {
        ids: ['GO-1', 'CVE-1'],
        summary: 'bad',
        severity: 'medium',
        module: 'm',
        version: 'v1.0.0',
        fixed: 'v1.1.0',
      },
    ]);
  });
  it.each([
    ['nothing', ''],
    ['the messages of another program', print({ config: { scanner_name: 'x' } })],
    ['a document that is cut', print(CONFIG).slice(0, -4)],
  ])('takes %s for no scan', (_, output) => expect(() => parseGovulncheck(output)).toThrow('expected'));
});
