import { describe, expect, it } from 'vitest';
import { renderSource, SourceWriter } from '../../../../actions/coverage-gate/src/report/html-source.ts';
import { coverSource, maxFile } from '../max-file.ts';

describe('renderSource', () => {
  const render = (
    { table, file }: ReturnType<typeof maxFile>,
    anchors: { start: number; end: number }[] = [],
  ) => renderSource(new SourceWriter(), file, table, 'f1', anchors).toString();

  it('lines of equal status share one element, numbers are one text', () => {
    const html = render(maxFile());
    expect(html).toContain('<pre class="g" aria-hidden="true">1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n');
    expect(html).toContain('<b class=c>\tif a > b {\n</b>');
    expect(html).toContain('<b class=u>\t\treturn a\n</b>');
  });

  it('an anchor opens an element of its own', () => {
    expect(render(maxFile(), [{ start: 5, end: 5 }])).toContain('<b class=u id="f1:5">\t\treturn a\n</b>');
  });

  it('markup in a source is text', () => {
    const html = render(coverSource('package p // <script>&amp;\n', []));
    expect(html).toContain('// &lt;script>&amp;amp;');
  });

  it('one writer numbers a short file behind a long one', () => {
    const writer = new SourceWriter();
    expect(writer.numbers(12).endsWith('11\n12\n')).toBe(true);
    expect(writer.numbers(2)).toBe('1\n2\n');
  });
});
