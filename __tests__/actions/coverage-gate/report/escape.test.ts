import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../../../actions/coverage-gate/src/report/escape.ts';

describe('escapeHtml', () => {
  it.each([
    ['a <b> & "c" \'d\'', 'a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;'],
    ['tab\tand\nline\r', 'tab\tand\nline\r'],
    ['nul\0 bell\u0007 del\u007f', 'nul\ufffd bell\ufffd del\ufffd'],
    ['half \ud800 of a pair', 'half \ufffd of a pair'],
    ['\ufffe', '\ufffd'],
  ])('%j is %j', (text, want) => {
    expect(escapeHtml(text)).toBe(want);
  });
});
