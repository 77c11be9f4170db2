import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inRoot } from '@go-actions/tools';
import { USED_OF_UNDICI } from '@go-actions/tools/dist/rewrites';
import { expect, it } from 'vitest';

it('the bundles hold of undici what the packages import from it, and nothing less', async () => {
  const names = new Set<string>();
  const packages = inRoot('node_modules');
  for await (const path of glob('@{actions,octokit,azure}/*/{lib,dist,dist-bundle}/**/*.js', {
    cwd: packages,
  })) {
    const text = await readFile(join(packages, path), 'utf8');
    for (const [, list = '', all] of text.matchAll(/import\s+(?:\{([^}]*)\}|(.+?))\s+from\s+['"]undici['"]/g))
      for (const name of (all ?? list).split(',')) names.add(name.trim());
    expect(text, path).not.toMatch(/require\(['"]undici['"]\)/);
  }
  expect([...names].sort()).toEqual(Object.keys(USED_OF_UNDICI).sort());
  const undici = createRequire(inRoot('node_modules/undici/index.js'));
  for (const [name, path] of Object.entries(USED_OF_UNDICI))
    expect(undici(path)[name] ?? undici(path)).toBeTypeOf('function');
});
