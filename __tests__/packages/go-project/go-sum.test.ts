import { parseGoSum } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';

describe('parseGoSum', () => {
  it('reads modules and go.mod lines, CRLF and blank lines', () => {
    expect(parseGoSum('a.b/c v1.0.0 h1:x=\r\n\na.b/c v1.0.0/go.mod h1:y=\n')).toEqual([
      { path: 'a.b/c', version: 'v1.0.0', goMod: false, hash: 'h1:x=' },
      { path: 'a.b/c', version: 'v1.0.0', goMod: true, hash: 'h1:y=' },
    ]);
  });

  it('names the line that it cannot read', () => {
    expect(() => parseGoSum('a v1.0.0 h1:x=\n<<<<<<< HEAD\n')).toThrow('go.sum:2: expected');
  });
});
