import { expect, it } from 'vitest';
import { golangciArgs } from '../../../../actions/lint-gate/src/checks/golangci.ts';

it('asks for everything, and the user cannot take that back', () => {
  const extra = ['--max-same-issues=3', '--tests=false', '--fix', '--new-from-rev=HEAD'];
  const args = golangciArgs({ json: '/t/j', config: '/c', extra, packages: ['./...'] });
  const behind = args.slice(args.indexOf('--new-from-rev=HEAD') + 1);
  expect(behind).toEqual(
    expect.arrayContaining([
      '--output.json.path=/t/j',
      '--output.text.path=',
      '--max-same-issues=0',
      '--fix=false',
      '--new-from-rev=',
      './...',
    ]),
  );
});

it.each([
  {
    name: 'the configuration of the repository',
    config: '/r/.golangci.yml',
    extra: [],
    want: '--config=/r/.golangci.yml',
  },
  { name: 'none, where the repository has none', extra: [], want: '--no-config' },
  {
    name: 'that of an argument',
    config: '/r/.golangci.yml',
    extra: ['--config=x.yml'],
    want: '--config=x.yml',
  },
  { name: 'that of an argument in two words', config: '/r/x', extra: ['-c', 'x.yml'], want: '-c' },
])('takes $name', ({ config, extra, want }) => {
  const args = golangciArgs({ json: '/t/j', config, extra, packages: [] });
  expect(args.filter((arg) => /^(-c|--config|--no-config)/.test(arg))).toEqual([want]);
});
