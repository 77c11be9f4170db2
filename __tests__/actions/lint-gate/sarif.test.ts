import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { hashLines } from '../../../actions/lint-gate/src/line-hash.ts';
import { lint, MISPRINT, repository } from './gate.ts';
import { seeded } from './seeded.ts';

/** The standard's own schema, as OASIS publishes it. */
const SCHEMA = fileURLToPath(new URL('../../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url));

it('writes SARIF that the schema accepts, with places, rules and fingerprints, one run a module', async () => {
  const source = MISPRINT.replace('fmt.Printf', '_ = "é𝄞"; fmt.Printf');
  await using project = await repository({
    'a b%.go': source,
    'go.work': 'go 1.24\n\nuse (\n\t.\n\t./lib\n)\n',
    'lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
    'lib/lib.go': 'package lib\r\n\r\nfunc  Spaced() {}\r\n',
  });
  const inputs = {
    preset: 'fast',
    checks: 'staticcheck: off',
    sarif: 'out/lint.sarif',
    json: 'out/lint.json',
  };
  const result = await lint(project, { inputs });
  const sarif = JSON.parse(await project.read('out/lint.sarif'));

  // Ajv knows no draft 4; the schema uses nothing in which draft 7 differs, but for the name of its `id`.
  const { $schema: _draft4, id: $id, ...schema } = JSON.parse(await readFile(SCHEMA, 'utf8'));
  const valid = addFormats(new Ajv({ strict: false })).compile({ $id, ...schema });
  expect(valid(sarif), JSON.stringify(valid.errors)).toBe(true);
  expect(sarif.runs.map((run: { automationDetails: { id: string } }) => run.automationDetails.id)).toEqual([
    'lint-gate/',
    'lint-gate/lib/',
  ]);
  expect(sarif.runs[0].results).toMatchObject([
    {
      ruleId: 'vet/printf',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20b%25.go', uriBaseId: '%SRCROOT%' },
            region: { startLine: 5 },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: hashLines(source)[4] },
      baselineState: 'new',
    },
  ]);
  expect(sarif.runs[1].results).toMatchObject([{ ruleId: 'fmt/gofmt', level: 'error' }]);
  const { region } = sarif.runs[0].results[0].locations[0].physicalLocation;
  expect(source.split('\n')[4]?.slice(region.startColumn - 1)).toMatch(/^(%d|fmt\.Printf)/);

  expect(result.outputs.sarif).toBe(project.path('out/lint.sarif'));
  const report = JSON.parse(await project.read('out/lint.json'));
  expect(report).toMatchObject({
    format: 1,
    verdict: 'fail',
    exitClass: 'issues',
    issues: report.findings.length,
  });
});

/** The published algorithm, straight from its description: 64-bit arithmetic on the blocks themselves. */
function referenceHashes(text: string): string[] {
  const chars = [...text.replace(/\r\n|\r/g, '\n').replace(/[ \t]/g, '')].flatMap((char) =>
    Array.from({ length: char.length }, (_, i) => char.charCodeAt(i)),
  );
  const stream = [...chars, 65_535];
  const starts = stream.flatMap((_, i) => (i === 0 || stream[i - 1] === 10 ? [i] : []));
  const seen = new Map<string, number>();
  return starts.map((start) => {
    let hash = 0n;
    for (let i = 0; i < 100; i++) hash = BigInt.asUintN(64, hash * 37n + BigInt(stream[start + i] ?? 0));
    const value = hash.toString(16);
    seen.set(value, (seen.get(value) ?? 0) + 1);
    return `${value}:${seen.get(value)}`;
  });
}

describe('hashLines', () => {
  it.each([
    { name: 'an empty file', text: '' },
    { name: 'one line without an end', text: 'package a' },
    { name: 'LF, CRLF and CR', text: 'a\nb\r\nc\rd\n\r\n\r\r\n' },
    { name: 'tabs and spaces only', text: ' \t\n\t \n' },
    { name: 'repeated lines', text: 'x\n'.repeat(250) },
    { name: 'lines longer than a block', text: `${'long '.repeat(100)}\n${'y'.repeat(300)}\nend` },
    { name: 'characters beyond the basic plane', text: '𝄞é\uffff\ufeff\n𝄞\n' },
  ])('equals the published algorithm on $name', ({ text }) =>
    expect(hashLines(text)).toEqual(referenceHashes(text)),
  );

  it('equals it on random files', () => {
    const random = seeded(20_261_121);
    const alphabet = ['\n', '\r\n', '\r', '\t', ' ', ' ', 'a', 'b', '{', '}', 'é', '𝄞', '\uffff'];
    for (let i = 0; i < 200; i++) {
      const length = random(400);
      const text = Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
      expect(hashLines(text)).toEqual(referenceHashes(text));
    }
  });

  it('keeps the known values of two lines', () => {
    expect(hashLines(' a\nb\n \tc\n d')).toEqual([
      '271789c17abda88f:1',
      '54703d4cd895b18:1',
      '180aee12dab6264:1',
      'a23a3dc5e078b07b:1',
    ]);
  });
});
