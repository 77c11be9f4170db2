import { describe, expect, it } from 'vitest';
import { HtmlBytes } from '../../../../actions/coverage-gate/src/report/html-bytes.ts';

describe('HtmlBytes', () => {
  const textOf = (text: string | Buffer) => {
    const html = new HtmlBytes();
    const bytes = Buffer.from(text);
    html.addText(bytes, 0, bytes.length);
    return html.take().toString();
  };
  it.each([
    ['a < b && c', 'a &lt; b &amp;&amp; c'],
    ['é 世', 'é 世'],
    ['tab\tline\r\n', 'tab\tline\n'],
    ['nul\0 del\u007f', 'nul\ufffd del\ufffd'],
  ])('%j is %j', (text, want) => {
    expect(textOf(text)).toBe(want);
  });

  it('starts anew after each piece, and grows past its first size', () => {
    const html = new HtmlBytes();
    html.add('<b>');
    const first = html.take();
    html.add('x'.repeat(200_000));
    expect(first.toString()).toBe('<b>');
    expect(html.take()).toHaveLength(200_000);
    expect(textOf('<'.repeat(50_000))).toHaveLength(200_000);
  });
});
