import type { Answer, RawFinding } from './answer.ts';
import type { Check, Task } from './check.ts';
import { crash, judgeEnding, unproved } from './ending.ts';

export const verify: Check = {
  speed: 'light',
  about: 'downloaded modules are what go.sum says',
  presets: ['standard', 'strict'],
  scope: 'module',
  run: checkVerify,
};

async function checkVerify({ module, checkout, exec }: Task): Promise<Answer> {
  // In a workspace the go command verifies all of its modules at once.
  if (checkout.workspace && module !== checkout.modules[0]) return { skipped: 'verified with the workspace' };
  const result = await exec('go', ['mod', 'verify']);
  const ended = judgeEnding('go mod verify', result);
  if (ended) return { findings: [], problem: ended };
  const findings = parseVerify(`${result.stdout}\n${result.stderr}`);
  if (findings.length > 0) return { findings };
  if (result.code === 0 && /^all modules verified$/m.test(result.stdout.trim())) return { findings };
  if (result.code === 0)
    return { findings, problem: unproved('go mod verify', 'it did not say "all modules verified"') };
  return { findings, problem: crash('go mod verify', result, result.stderr || result.stdout) };
}

/**
 * Parses `go mod verify`: one line `MODULE VERSION: dir has been modified (FOLDER)` (or `zip`, `missing ziphash`) for each
 * module of the module cache that is not what go.sum says.
 */
export function parseVerify(output: string): RawFinding[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const match = /^(\S+) (v\S+): (.+?)(?: \(.*\))?$/.exec(line);
    if (!match || /^go: /.test(line)) return [];
    const [, module, version, what] = match;
    return [
      {
        file: 'go.mod',
        rule: 'verify',
        message: `${module} ${version}: ${what}. Clean the module cache (\`go clean -modcache\`), and find out who changed it.`,
      },
    ];
  });
}
