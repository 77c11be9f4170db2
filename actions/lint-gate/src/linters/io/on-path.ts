import { findOnPath, type GivenTool } from '@go-actions/tool-install';
import type { Check } from '../../checks/check.ts';
import { CHECK_NAMES, CHECKS, type Levels } from '../../checks/index.ts';
import { LINTERS } from '../versions.ts';

/** Programs on PATH by name, each being looked at. */
export type OnPath = ReadonlyMap<string, Promise<GivenTool | undefined>>;

/** Begins to look at the linters on PATH that the checks will ask for: that needs nothing of what is gathered meanwhile. */
export function lookOnPath(levels: Levels): OnPath {
  const wanted = CHECK_NAMES.filter((name) => levels[name] !== 'off').flatMap((name) => {
    const { linter }: Check = CHECKS[name];
    return linter ? [LINTERS[linter].name] : [];
  });
  return new Map(
    wanted.map((name) => {
      const found = findOnPath(name);
      found.catch(() => undefined); // reported when the check asks for its tool
      return [name, found];
    }),
  );
}
