import { join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { createProject, type Project } from '@go-actions/test-kit';
import { comparePairs } from '../../../__tests__/actions/semver-release/api/compare-pairs.ts';
import { API_PAIRS, layOutPairs } from '../../../__tests__/actions/semver-release/api/pairs.ts';
import { ensureGoTool } from '../../go-tools.ts';

/**
 * What we ask for from the diff of a whole module, beside what apidiff says of each package of it alone, and beside what was
 * decided first. Packages that one side alone has are no case for the tool.
 */
export async function proveApis(): Promise<number> {
  const apidiff = await ensureGoTool('apidiff');
  const { found } = await comparePairs('before', 'after', apidiff);
  await using before = await createProject(layOutPairs('before'));
  await using after = await createProject(layOutPairs('after'));
  let wrong = 0;
  for (const [index, { name, want, why, ...pair }] of API_PAIRS.entries()) {
    const ours = found[index]?.[1];
    const isBoth = pair.before !== undefined && pair.after !== undefined;
    const theirs = isBoth ? await askApidiff(apidiff, [before, after], `p${index}`) : want;
    const isRight = ours === want && theirs === want;
    if (!isRight) wrong += 1;
    console.log(
      `${isRight ? '✓' : '✗'} ${name.padEnd(56)} ${ours}${isRight ? '' : `, apidiff ${theirs}, decided ${want}`}${why === undefined ? '' : ` (${why})`}`,
    );
  }
  console.log(`\n${API_PAIRS.length} pairs, ${wrong} wrong.`);
  return wrong;
}

/** The tool's own word on one package: its lists are read here by their heads, and by nothing of ours. */
async function askApidiff(apidiff: string, sides: readonly Project[], folder: string): Promise<string> {
  const files: string[] = [];
  for (const side of sides) {
    const file = join(side.dir, `${folder}.export`);
    await runChecked(apidiff, ['-w', file, `m.test/lib/${folder}`], {
      cwd: side.dir,
      env: { GOWORK: 'off' },
    });
    files.push(file);
  }
  const { stdout } = await run(apidiff, files);
  return stdout.includes('Incompatible changes:')
    ? 'major'
    : stdout.includes('Compatible changes:')
      ? 'minor'
      : 'none';
}
