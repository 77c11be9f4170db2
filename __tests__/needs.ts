import { run } from '@go-actions/action-kit';
import { ensureGoTool, findGoTool, type GoToolName } from '@go-actions/tools';
import type { TestContext } from 'vitest';

/*
 * What takes minutes or a download to have. A test that needs it runs where it is there already, and on GitHub's runners,
 * which make it; elsewhere it is skipped with the command that makes it.
 */
type Skip = TestContext['skip'];
const MAKES_ALL = process.env.GITHUB_ACTIONS === 'true';

export async function needGoTool(skip: Skip, name: GoToolName, proof: string): Promise<string> {
  const there = MAKES_ALL ? await ensureGoTool(name) : await findGoTool(name);
  return there ?? skip(`${name} is not built; \`npm run prove -- ${proof}\` builds it`);
}

/** A version of Go beside the installed one. */
export async function needToolchain(skip: Skip, version: string, proof: string): Promise<void> {
  if (MAKES_ALL) return;
  const env = { GOTOOLCHAIN: version, GOPROXY: 'off' };
  const { code } = await run('go', ['version'], { env });
  if (code !== 0) skip(`${version} is not installed; \`npm run prove -- ${proof}\` fetches it`);
}

/** Why the tests of a file that needs all of these are skipped; `undefined` where they are built, or are to be built. */
export async function whyWithout(names: readonly GoToolName[], proof: string): Promise<string | undefined> {
  if (MAKES_ALL) return undefined;
  const found = await Promise.all(names.map(findGoTool));
  const missing = names.filter((_, i) => found[i] === undefined);
  if (missing.length === 0) return undefined;
  return `${missing.join(', ')} not built; \`npm run prove -- ${proof}\` builds them`;
}
