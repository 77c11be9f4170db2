import { createProject, type Project } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProfileReader } from '../../../../actions/coverage-gate/src/profile/profile-reader.ts';

const read = (text: string): ProfileReader => {
  const reader = new ProfileReader();
  reader.open('cover.out');
  reader.push(Buffer.from(text));
  reader.close();
  return reader;
};

describe('against go tool cover', () => {
  let project: Project;
  beforeAll(async () => {
    project = await createProject({
      'go.mod': 'module m\n\ngo 1.24\n',
      'x.go': `package m\n${'\n'.repeat(20)}`,
    });
  });
  afterAll(() => project[Symbol.asyncDispose]());

  const line = 'm/x.go:1.2,3.4 5 1';
  const texts = [
    '',
    'mode: set',
    'mode: set\n',
    'mode:set\n',
    `mode: odd\n${line}`,
    `mode: set\n${line}\n\n`,
    `mode: set\n${line} `,
    `mode: set\n${line}\n${line}`,
    `mode: set\nm/x.go:1.2,3.4 5 1 1`,
    `mode: set\nm/x.go:1.2;3.4 5 1`,
    `mode: set\nm/x.go:1.2,3.4 5 0x1`,
    `mode: set\nm/x.go:1.2,3.4 5 1_0`,
    `mode: set\nm/x.go:01.2,3.4 5 007`,
    `mode: set\nm/x.go:-1.2,3.4 5 1`,
    `\nmode: set\n${line}`,
  ];
  it('accepts and refuses the same texts', async () => {
    for (const text of texts) {
      await project.write({ 'c.out': text });
      const go = await project.exec('go', ['tool', 'cover', '-func=c.out']).then(
        () => 'accepts',
        () => 'refuses',
      );
      const ours = (() => {
        try {
          read(text);
          return 'accepts';
        } catch {
          return 'refuses';
        }
      })();
      expect({ text, verdict: ours }).toEqual({ text, verdict: go });
    }
  });
});
