import { run } from '@go-actions/action-kit';
import { splitGoFlags } from '@go-actions/go-project';
import { expect, it } from 'vitest';

it.each([
  { text: '', want: [] },
  { text: ' -n\t-v ', want: ['-n', '-v'] },
  { text: "'-n'", want: ['-n'] },
  { text: '"-ldflags=-X a.b=c d" -x', want: ['-ldflags=-X a.b=c d', '-x'] },
  { text: '"-tags=it\'s"', want: ["-tags=it's"] },
])('GOFLAGS=$text', ({ text, want }) => {
  expect(splitGoFlags(text)).toEqual(want);
});

it('as the go command does: a quoted word is a flag', async () => {
  const { stderr } = await run('go', ['list', 'errors'], { env: { GOFLAGS: "'-no-such flag'" } });
  expect(stderr).toContain('unknown flag -no-such flag');
});
