import { findOnPath, type GivenTool } from '@go-actions/tool-install';
import type { Levels } from '../check-list.ts';
import { GOLANGCI, GOVULNCHECK, STATICCHECK } from '../linter-versions.ts';

/** Programs on PATH by name, each being looked at. */
export type OnPath = ReadonlyMap<string, Promise<GivenTool | undefined>>;

/** Begins to look at the linters on PATH that the checks will ask for: that needs nothing of what is gathered meanwhile. */
export function lookOnPath(levels: Levels): OnPath {
  const tools = { staticcheck: STATICCHECK, golangci: GOLANGCI, vuln: GOVULNCHECK };
  const wanted = Object.entries(tools).filter(([check]) => levels[check as keyof typeof tools] !== 'off');
  return new Map(
    wanted.map(([, { name }]) => {
      const found = findOnPath(name);
      found.catch(() => undefined); // told when the check asks for its tool
      return [name, found];
    }),
  );
}
