import { describe, expect, it } from 'vitest';
import { readRegistries } from '../../../../actions/oidc-registry-login/src/registries/entries.ts';

describe('the list of registries', () => {
  const read = (registries: string, single = {}) => readRegistries({ registries, single, access: 'pull' });
  const rows = [
    { name: 'nothing at all', text: '', want: ['`registries` is empty; expected'] },
    { name: 'no list', text: 'registry: ghcr.io', want: ['`registries` is no list'] },
    { name: 'broken YAML', text: '- registry: [', want: ['`registries` is no YAML'] },
    { name: 'an alias bomb', text: '- &a [x]\n- *a', want: ['`registries` is no YAML'] },
    { name: 'a text entry', text: '- ghcr.io', want: ['registries[1]: expected keys and values'] },
    {
      name: 'the same host twice',
      text: '- registry: ghcr.io\n- registry: GHCR.IO',
      want: ['ghcr.io is there twice'],
    },
    {
      name: 'a key of another provider',
      text: '- registry: ghcr.io\n  role: x',
      want: ['`role` is no key of provider ghcr'],
    },
    {
      name: 'an unknown provider',
      text: '- registry: r.test\n  provider: harbor',
      want: ['`provider` is "harbor"; expected one of'],
    },
    { name: 'a host that does not tell', text: '- registry: r.test', want: ['r.test does not tell'] },
    {
      name: 'a bad repository',
      text: '- registry: ghcr.io\n  repositories: [Team/App, ok]',
      want: ['`repositories` has "Team/App"'],
    },
    {
      name: 'a bad role and session',
      text: '- registry: public.ecr.aws\n  role: push\n  session-duration: 5m',
      want: ['`role` is "push"', '`session-duration` is "5m"'],
    },
    {
      name: 'a Vault path that climbs',
      text: '- registry: r.test\n  provider: vault\n  url: https://v.test\n  role: r\n  path: ../sys/raw',
      want: ['`path` is "../sys/raw"'],
    },
    {
      name: 'fields that an exchange keeps to itself',
      text: '- registry: r.test\n  provider: token-exchange\n  token-url: https://s.test\n  audience: a\n  extra: {subject_token: x}',
      want: ['`extra` is "subject_token=x"; expected fields other than'],
    },
  ];
  it.each(rows)('complains about $name', ({ text, want }) => {
    const { complaints } = read(text);
    expect(complaints).toHaveLength(want.length);
    for (const [index, part] of want.entries()) expect(complaints[index]).toContain(part);
  });

  it('keeps account numbers and yes-or-no words as they were written', () => {
    const { entries } = read('- registry: r.test\n  provider: jwt\n  audience: 0012\n  username: no');
    expect(entries).toMatchObject([{ audience: '0012', username: 'no', access: 'pull' }]);
  });

  it('takes the list or the short form, not both', () => {
    expect(read('- registry: ghcr.io', { registry: 'quay.io' }).complaints[0]).toContain('are both set');
  });
});
