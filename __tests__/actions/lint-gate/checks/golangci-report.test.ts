import { describe, expect, it } from 'vitest';
import { readReport } from '../read-report.ts';

describe('ReportReader', () => {
  const issue = (text: string) => ({
    FromLinter: 'fake',
    Text: text,
    SourceLines: ['}]', '{['],
    SuggestedFixes: [{ Message: '', TextEdits: [{ Pos: 1, End: 2, NewText: null }] }],
    Pos: { Filename: 'a.go', Line: 3, Column: 0 },
  });
  const hard = ['"', '\\', '\\"', '}]}', '[{', 'é𝄞\u2028', ''];
  const compact = JSON.stringify({
    Issues: hard.map(issue),
    Report: { Linters: [{ Name: 'a' }, { Name: 'b' }] },
  });
  it.each([
    { name: 'compact, as golangci-lint writes it', text: compact },
    { name: 'with blanks', text: JSON.stringify(JSON.parse(compact), undefined, 2) },
    {
      name: 'with blanks between the issues',
      text: compact.replaceAll('},{"FromLinter', '} ,\n {"FromLinter'),
    },
    {
      name: 'in another order',
      text: `{"Report":{"Linters":[{}]},"Issues":${JSON.stringify(hard.map(issue))}}`,
    },
  ])('reads every issue of a report $name, wherever it is cut into pieces', ({ text }) => {
    for (const size of [1, 7, 64, text.length]) {
      expect(readReport(text, size)?.findings.map(({ message }) => message)).toEqual(hard);
    }
  });
  it.each([
    { name: 'is cut off inside of an issue', text: compact.slice(0, 100) },
    { name: 'is cut off between issues', text: compact.slice(0, compact.indexOf(',{"FromLinter') + 1) },
    { name: 'is cut off before its end', text: compact.slice(0, -1) },
    { name: 'has words between issues', text: compact.replace('},{"FromLinter', '},oops{"FromLinter') },
    { name: 'has an issue that is no JSON', text: '{"Issues":[{x}]}' },
    { name: 'is a list', text: '[{"Issues":[]}]' },
    { name: 'is empty', text: '' },
  ])('refuses a report that $name', ({ text }) => expect(readReport(text)).toBeUndefined());
});
