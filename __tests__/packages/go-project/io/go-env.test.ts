import { readGoVersion } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';

const gomod = (path: string) => `module ${path}\n\ngo 1.24\n`;

it('readGoVersion names the toolchain that runs', async () => {
  await using project = await createProject({ 'go.mod': gomod('m') });
  expect(await readGoVersion(project.dir)).toMatchObject({
    major: 1,
    text: expect.stringMatching(/^go1\.\d+/),
  });
});
