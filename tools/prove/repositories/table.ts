/** What the root action and Go itself say about one repository; totals in percent, one decimal as Go prints them. */
export type Row = {
  readonly name: string;
  readonly commit: string;
  readonly kind: string;
  readonly verdict: string;
  readonly total: string;
  readonly goTotal: string;
  /** Findings of vet and golangci-lint through lint-gate, and those of the programs themselves. */
  readonly findings: string;
  readonly bareFindings: string;
  /** The sentences of the red steps, without their remedies. */
  readonly sentences: readonly string[];
};

const HEAD = `# Repositories of other people

The root action on public repositories, nothing configured but \`min-total: 0\`, on a fresh runner without services: what it says,
and what the tools say by themselves (\`go vet\` and \`golangci-lint run\` in each module, as a pair; for Go's total, \`go tool cover -func\`
over a run of its own, generated code left out as the gate does it). Two runs of tests that depend on time, chance or a missing service
may differ by tenths. The \`go\` line of go.mod chooses Go; one up to 1.20 takes
the newest installed Go from 1.24 on, since it names the language and no toolchain.
\`npm run prove -- repositories --write FOLDER …\` renews the rows of these checkouts and keeps the others.

| Repository | Kind | Verdict | Total | Go's total | vet, golangci | Theirs alone | What a user reads first |
|---|---|---|---|---|---|---|---|
`;

/** The page with these rows instead of those of the same repositories; `page` is what is there already. */
export function renderCompatibility(rows: readonly Row[], page = ''): string {
  const lines = new Map<string, string>();
  for (const line of page.split('\n')) {
    const name = /^\| (\S+) `[0-9a-f]+` \|/.exec(line)?.[1];
    if (name) lines.set(name, line);
  }
  for (const row of rows) lines.set(row.name, renderRow(row));
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => `${line}\n`);
  return HEAD + sorted.join('');
}

function renderRow(row: Row): string {
  const cells = [
    `${row.name} \`${row.commit}\``,
    row.kind,
    row.verdict,
    row.total || '–',
    row.goTotal || '–',
    row.findings,
    row.bareFindings,
    row.sentences.map(cell).join('<br>') || '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
