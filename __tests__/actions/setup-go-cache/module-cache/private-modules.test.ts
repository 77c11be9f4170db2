import { describe, expect, it } from 'vitest';
import {
  gitEnvironment,
  joinGoprivate,
  parsePrivateModules,
} from '../../../../actions/setup-go-cache/src/module-cache/private-modules.ts';

describe('private modules', () => {
  it('become settings of git after those that are there', () => {
    const modules = parsePrivateModules('github.com/acme: ghp_1\ngit.example.com: "bot:p/w"\n');
    expect(gitEnvironment(modules, 2)).toEqual({
      GIT_CONFIG_COUNT: '4',
      GIT_CONFIG_KEY_2: 'url.https://x-access-token:ghp_1@github.com/acme/.insteadOf',
      GIT_CONFIG_VALUE_2: 'https://github.com/acme/',
      GIT_CONFIG_KEY_3: 'url.https://bot:p%2Fw@git.example.com/.insteadOf',
      GIT_CONFIG_VALUE_3: 'https://git.example.com/',
    });
    expect(joinGoprivate('example.com, github.com/acme', modules)).toBe(
      'example.com,github.com/acme,git.example.com',
    );
  });
  it.each(['- a', 'text', 'https://github.com: x', 'github.com: ', 'github.com: [a]', 'a: "b c"', ': :\n:'])(
    'refuses %j without showing it',
    (text) => expect(() => parsePrivateModules(text)).toThrow(/^expected /),
  );
});
