import { describe, expect, it } from 'vitest';
import {
  gitEnvironment,
  joinGoprivate,
  listSecretForms,
  parsePrivateModules,
} from '../../../../actions/setup-go-cache/src/module-cache/private-modules.ts';

describe('private modules', () => {
  it('become settings of git after those that are there', () => {
    const modules = parsePrivateModules('github.com/acme: ghp_1\ngit.example.com: "bot:p/w"\n');
    expect(gitEnvironment(modules, 2)).toEqual({
      GIT_CONFIG_COUNT: '6',
      GIT_CONFIG_KEY_2: 'http.https://github.com/acme/.extraheader',
      GIT_CONFIG_VALUE_2: '',
      GIT_CONFIG_KEY_3: 'http.https://github.com/acme/.extraheader',
      GIT_CONFIG_VALUE_3: `Authorization: Basic ${btoa('x-access-token:ghp_1')}`,
      GIT_CONFIG_KEY_4: 'http.https://git.example.com/.extraheader',
      GIT_CONFIG_VALUE_4: '',
      GIT_CONFIG_KEY_5: 'http.https://git.example.com/.extraheader',
      GIT_CONFIG_VALUE_5: `Authorization: Basic ${btoa('bot:p/w')}`,
    });
    expect(joinGoprivate('example.com, github.com/acme', modules)).toBe(
      'example.com,github.com/acme,git.example.com',
    );
  });
  it('case security/15: stand in no address, which git would hand to its helpers as an argument', () => {
    const modules = parsePrivateModules('github.com/acme: ghp_1\ngit.example.com/a/b: "bot:p/w"\n');
    const names = Object.entries(gitEnvironment(modules, 0)).filter(([name]) => name.includes('KEY'));
    expect(names.map(([, value]) => value).join()).not.toMatch(/ghp_1|p(%2F|\/)w|@/);
    expect(listSecretForms(modules)).toContain(btoa('bot:p/w'));
  });
  it.each(['- a', 'text', 'https://github.com: x', 'github.com: ', 'github.com: [a]', 'a: "b c"', ': :\n:'])(
    'refuses %j without showing it',
    (text) => expect(() => parsePrivateModules(text)).toThrow(/^expected /),
  );
});
