import { createProject, runAction } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const CODE = 'package m\n\nfunc A(a int) int {\n\tif a > 0 {\n\t\treturn 1\n\t}\n\treturn 2\n}\n';
const TEST = 'package m\n\nimport "testing"\n\nfunc TestA(t *testing.T) { A(1); A(-1) }\n';
const OFF = { race: 'false', 'min-total': '0', 'min-patch': '0' };

describe('coverage-gate', () => {
  it('calls a test flaky that passes when it runs again', async () => {
    await using project = await createProject({
      'go.mod': 'module m\n\ngo 1.24\n',
      'a.go': CODE,
      'a_test.go': TEST,
      'flaky_test.go':
        'package m\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestFlaky(t *testing.T) {\n\tif _, err := os.Stat("seen"); err != nil {\n\t\tos.WriteFile("seen", nil, 0o644)\n\t\tt.Fatal("the first time")\n\t}\n}\n',
    });
    const { code, outputs, summary } = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, 'rerun-fails': '2' },
    });
    expect([code, outputs.verdict, outputs.flaky, outputs.failed, outputs.tests]).toEqual([
      0,
      'pass',
      '1',
      '0',
      '2',
    ]);
    expect(summary).toContain('#### Flaky');
    await project.write({
      seen: null,
      'bad_test.go': 'package m\n\nimport "testing"\n\nfunc TestBad(t *testing.T) { t.Fatal("always") }\n',
    });
    const bad = await runAction('coverage-gate', {
      workspace: project.dir,
      inputs: { ...OFF, 'rerun-fails': '1' },
    });
    expect([bad.code, bad.outputs.flaky, bad.outputs.failed]).toEqual([1, '1', '1']);
  });
});
