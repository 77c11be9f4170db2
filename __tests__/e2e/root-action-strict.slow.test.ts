import { createProject, runStrictly } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { withLinters } from '../actions/lint-gate/gate.ts';

const many = (line: (i: number) => string): string =>
  Array.from({ length: 14 }, (_, i) => line(i)).join('\n');

it('case platform/04: a job full of findings shows the sentence of each verdict, behind problem matchers too', async () => {
  await using project = await createProject(
    {
      'go.mod': 'module example.com/m\n\ngo 1.24\n',
      'm.go': `package m\n\n${many((i) => `func F${i}(x int) int {\n\tx = x\n\treturn x\n}\n`)}`,
      'm_test.go': `package m\n\nimport "testing"\n\n${many((i) => `func TestF${i}(t *testing.T) {\n\tt.Error("got ${i}")\n}\n`)}`,
      'b/b.go': 'package b\n\nfunc B() int { return "x" }\n',
    },
    { git: true },
  );
  const { annotations, success, outputs } = await runStrictly({
    workspace: project.dir,
    temp: project.path('.temp'),
    env: { PATH: await withLinters() },
    steps: [{ id: 'go', uses: '$/.', with: { preset: 'fast', race: 'false', cache: 'off' } }],
    outputs: { verdict: '${{ steps.go.outputs.verdict }}' },
  });
  expect([success, outputs.verdict]).toEqual([false, 'fail']);
  const errors = annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
  expect(errors).toHaveLength(10);
  for (const sentence of [/ findings in /, /^The coverage is incomplete/, /^The build failed for/])
    expect(errors.filter((message) => sentence.test(message))).toHaveLength(1);
});
