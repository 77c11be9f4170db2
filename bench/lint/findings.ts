/** How much the pipeline benchmark works on. */
export const SHAPE = { findings: 50_000, files: 2_000, lines: 200 };

export const fileName = (i: number): string => `pkg${i % 40}/f${i}.go`;

/** The text of one of the files; its lines are not all ASCII. */
export function makeSource(i: number): string {
  const lines = Array.from(
    { length: SHAPE.lines },
    (_, n) => `\tvalue${n} := compute(${n}, "é") // line ${n}`,
  );
  return `// File ${i}.\n${lines.join('\n')}`;
}

/** golangci-lint's JSON for that many findings in the repository at `root`, spread over the files and their lines. */
export function makeReport(root: string): string {
  const issues = Array.from({ length: SHAPE.findings }, (_, i) => ({
    FromLinter: ['errcheck', 'govet', 'revive', 'staticcheck'][i % 4],
    Text: `rule${i % 30}: the value of \`compute\` number ${i} is not checked`,
    Severity: '',
    SourceLines: ['\tvalue := compute(1)'],
    Pos: {
      Filename: `${root}/${fileName(i % SHAPE.files)}`,
      Offset: i,
      Line: 2 + (i % SHAPE.lines),
      Column: 20,
    },
  }));
  return JSON.stringify({ Issues: issues, Report: { Linters: [] } });
}
