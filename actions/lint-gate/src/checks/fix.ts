import type { Answer, RawFinding } from './answer.ts';
import { type Check, type Task, tagFlags } from './check.ts';
import { crash, judgeEnding } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';
import { parseUnifiedDiff } from './unified-diff.ts';

export const fix: Check = {
  speed: 'slow',
  about: 'go fix would change nothing',
  presets: ['strict'],
  scope: 'packages',
  run: checkFix,
};

/** `go fix -diff`, which changes nothing; before Go 1.26 the command knows no diff. */
async function checkFix({ module, packages, tags, exec }: Task): Promise<Answer> {
  if (module.go.major === 1 && module.go.minor < 26)
    return { skipped: `${module.go.text} has no \`go fix -diff\`` };
  const result = await exec('go', ['fix', '-diff', ...tagFlags(tags), ...packages]);
  const ended = judgeEnding('go fix', result);
  if (ended) return { findings: [], problem: ended };
  const findings = parseGoFix(result.stdout, result.stderr);
  if (findings.length > 0) return { findings };
  // An exit code of 0 is the go command's word that nothing would change; text that is no whole diff takes it back.
  if (result.code === 0 && result.stdout.trim() === '') return { findings };
  return { findings, problem: crash('go fix', result, result.stderr) };
}

/**
 * Parses `go fix -diff` (Go 1.26 and later): headers `--- /abs/x.go (old)`, one finding for each place that a modernizer
 * would change. The output decides: the first 1.26 releases exited with 0 (golang/go 77583).
 */
export function parseGoFix(stdout: string, stderr: string): RawFinding[] {
  const files = parseUnifiedDiff(stdout, (header) => header.replace(/ \(new\)$/, ''));
  const outdated = files.flatMap(({ file, changes }) =>
    changes.map((fix) => ({
      file,
      line: fix.start,
      ...(fix.end > fix.start && { endLine: fix.end }),
      rule: 'fix',
      message: `\`go fix\` would write this the current way${fix.text.trim() ? `:\n${fix.text.trimEnd().slice(0, 500)}` : '.'}`,
      fix,
    })),
  );
  return [...outdated, ...parseGoErrors(stderr)];
}
