import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { lint, MISPRINT, repository } from './gate.ts';

/** The standard's own schema, as OASIS publishes it. */
const SCHEMA = fileURLToPath(new URL('../../fixtures/sarif/sarif-schema-2.1.0.json', import.meta.url));

it('writes SARIF that the schema accepts, with places and rules, one run a module', async () => {
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
