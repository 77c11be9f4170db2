import { parseGoMod } from '@go-actions/go-project';
import { describe, expect, it } from 'vitest';
import { judgeInstall } from '../../../../actions/semver-release/src/go-rules/install.ts';

describe('judgeInstall', () => {
  const module = (directives: string) => {
    const goMod = parseGoMod(`module m.test/app\n\n${directives}\n`);
    return { dir: '.', path: 'm.test/app', goMod } as Parameters<typeof judgeInstall>[0];
  };
  it.each([
    { name: 'nothing', directives: 'retract v1.0.0', want: [] },
    { name: 'a replace', directives: 'replace m.test/a => ../a', want: ['replace'] },
    { name: 'an exclude', directives: 'exclude m.test/a v1.0.0', want: ['exclude'] },
    {
      name: 'both',
      directives: 'exclude m.test/a v1.0.0\nreplace m.test/a => m.test/b v1.0.0',
      want: ['replace', 'exclude'],
    },
  ])('finds $name', ({ directives, want }) =>
    expect(judgeInstall(module(directives)).map(({ rule }) => rule)).toEqual(want),
  );
});
