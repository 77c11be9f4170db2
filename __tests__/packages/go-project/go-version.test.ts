import { compareGoVersions, parseGoVersion, parseSupportedGo } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

describe('Go versions', () => {
  it('come in the order of the go command', () => {
    const ordered = [
      '1.20',
      'go1.20.14',
      '1.21',
      '1.21rc2',
      'go1.21.0',
      '1.26',
      '1.26beta1',
      '1.26rc1',
      '1.26rc2',
      '1.26.0',
      'go1.26.8',
      '1.27',
      '2.0',
    ];
    const shuffled = [...ordered].reverse().map(parseGoVersion);
    expect(shuffled.sort(compareGoVersions).map((version) => version.text)).toEqual(ordered);
  });

  it('that are too old to be asked are refused with the way out', () => {
    expect(parseSupportedGo('go1.19').minor).toBe(19);
    for (const text of [undefined, '', 'go1.16.15', 'go1.18.10'])
      expect(() => parseSupportedGo(text)).toThrow('is too old here: 1.19 is needed');
  });

  it('may carry a vendor suffix', () => {
    expect(parseGoVersion('go1.26.8-corp')).toEqual({ text: 'go1.26.8-corp', major: 1, minor: 26 });
    expect(compareGoVersions(parseGoVersion('go1.26.8-corp'), parseGoVersion('1.26.8'))).toBe(0);
  });

  it.each(['', 'go', '1', 'v1.26', 'devel +abc', '1.26.x'])('refuse %j', (text) => {
    expect(() => parseGoVersion(text)).toThrow(/expected a Go version .* found/);
  });
});
