import { makeRuntimeToken } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import {
  buildKeys,
  goVersionOfKey,
  moduleKeys,
  platformPrefix,
} from '../../../actions/setup-go-cache/src/keys.ts';
import { escapeModule, hashGoMod } from '../../../actions/setup-go-cache/src/module-sum.ts';
import { type AccessFacts, judgeAccess, mayWrite } from '../../../actions/setup-go-cache/src/policy.ts';
import {
  gitEnvironment,
  joinGoprivate,
  parsePrivateModules,
} from '../../../actions/setup-go-cache/src/private-modules.ts';
import { parseArchitecture, parseReleaseIndex } from '../../../actions/setup-go-cache/src/releases.ts';
import { renderSummary } from '../../../actions/setup-go-cache/src/report.ts';

const LINUX = { os: 'linux', arch: 'amd64', image: 'ubuntu24' };

describe('keys', () => {
  it('separate jobs, Go versions and platforms, and let a new job start from a sibling', () => {
    const test = buildKeys(LINUX, 'go1.26.8', 'full', 'ci / test / {}');
    const lint = buildKeys(LINUX, 'go1.26.8', 'full', 'ci / lint / {}');
    expect(test.prefix).not.toBe(lint.prefix);
    expect(test.restore[1]).toBe(lint.restore[1]);
    expect(test.restore[0]?.startsWith(test.restore[1] ?? '-')).toBe(true);
    expect(buildKeys(LINUX, 'go1.26.7', 'full', 'x').restore[1]).not.toBe(test.restore[1]);
    expect(buildKeys({ ...LINUX, image: 'ubuntu22' }, 'go1.26.8', 'full', 'x').restore[1]).not.toBe(
      test.restore[1],
    );
    expect(goVersionOfKey(test.prefix, platformPrefix(LINUX, 'full'))).toBe('go1.26.8');
  });
  it('hold no comma and stay short, whatever the names are', () => {
    const { prefix } = buildKeys(
      { ...LINUX, image: 'a,b c'.repeat(99) },
      'go1.26.8',
      'full',
      'x,y'.repeat(999),
    );
    expect(prefix).not.toContain(',');
    expect(prefix.length).toBeLessThan(200);
  });
  it('of modules do not name a platform', () =>
    expect(moduleKeys('sums').prefix).toMatch(/^go-modules-1-[0-9a-f]{16}-$/));
});

describe('judgeAccess', () => {
  const facts: AccessFacts = {
    wish: 'auto',
    available: true,
    eventName: 'push',
    refType: 'branch',
    mode: '',
    token: 'x',
  };
  const readOnly = makeRuntimeToken([{ scope: 'refs/heads/main', permission: 1 }]);
  const rows = [
    { name: 'a push', facts: {}, want: 'read write' },
    { name: 'off', facts: { wish: 'off' as const }, want: '' },
    { name: 'read-only', facts: { wish: 'read-only' as const }, want: 'read' },
    { name: 'no service', facts: { available: false }, want: '' },
    { name: 'a tag', facts: { refType: 'tag' }, want: 'read' },
    { name: 'a release', facts: { eventName: 'release' }, want: 'read' },
    { name: 'cache mode none', facts: { mode: 'none' }, want: '' },
    { name: 'cache mode read', facts: { mode: 'read' }, want: 'read' },
    { name: 'cache mode write-only', facts: { mode: 'write-only' }, want: 'write' },
    { name: 'an unknown cache mode', facts: { mode: 'later' }, want: 'read write' },
    { name: 'a read-only token', facts: { token: readOnly }, want: 'read' },
  ];
  it.each(rows)('$name: $want', (row) => {
    const { read, write, reason } = judgeAccess({ ...facts, ...row.facts });
    expect([read && 'read', write && 'write'].filter(Boolean).join(' ')).toBe(row.want);
    expect(reason === undefined).toBe(row.want === 'read write');
  });
  it('takes a token of another shape for writable', () =>
    expect([mayWrite(''), mayWrite('a.b.c')]).toEqual([true, true]));
});

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

describe('releases', () => {
  it('are read for one platform; what has no plain name or no hash is left out', () => {
    const file = { os: 'linux', arch: 'amd64', kind: 'archive', sha256: 'a'.repeat(64), size: 5 };
    const json = [
      {
        version: 'go1.26.8',
        files: [
          { ...file, arch: 'arm64' },
          { ...file, filename: 'go1.26.8.linux-amd64.tar.gz' },
        ],
      },
      { version: 'go1.26.7', files: [{ ...file, filename: '../../evil.tar.gz' }] },
      { version: 'go1.26.6', files: [{ ...file, filename: 'go1.tar.gz', sha256: 'short' }] },
      { version: 7 },
      null,
    ];
    expect([...parseReleaseIndex(json, 'linux', 'amd64').keys()]).toEqual(['go1.26.8']);
    expect(() => parseReleaseIndex({}, 'linux', 'amd64')).toThrow('expected a JSON list');
    expect(parseArchitecture('X64')).toEqual({ toolCache: 'x64', go: 'amd64' });
    expect(() => parseArchitecture('mips')).toThrow('expected one of');
  });
});

describe('module hashes', () => {
  it('are those of the checksum database', () => {
    expect(escapeModule('github.com/BurntSushi/toml')).toBe('github.com/!burnt!sushi/toml');
    // The published go.sum line of golang.org/x/sync v0.1.0/go.mod is that of this text.
    expect(hashGoMod('module golang.org/x/sync\n')).toBe('h1:RxMgew5VJxzue5/jJTE5uejpjVlOe/izrB70Jof72aM=');
  });
});

describe('renderSummary', () => {
  const restored = {
    outcome: 'restored',
    wanted: 2,
    present: 2,
    received: 2_000_000,
    bytes: 1,
    files: 1,
  } as const;
  const missed = { outcome: 'missed', reason: 'no entry of <main>' } as const;
  it.each([
    {
      name: 'warm',
      modules: restored,
      build: restored,
      says: 'Go 1.26.8 is ready, cache restored: 4.0 MB in 1.2 s.',
    },
    {
      name: 'partly warm',
      modules: restored,
      build: missed,
      says: 'Go 1.26.8 is ready, cache restored: 2.0 MB in 1.2 s; the build cache is cold: no entry of &lt;main&gt;.',
    },
    {
      name: 'cold',
      modules: missed,
      build: missed,
      says: 'Go 1.26.8 is ready; the caches are cold: no entry of &lt;main&gt;.',
    },
  ])('says $name in one line and folds the rest', ({ modules, build, says }) => {
    const go = { version: 'go1.26.8', source: 'path', from: 'go.mod' } as const;
    const summary = renderSummary({
      go,
      modules,
      build,
      restoreMs: 1_200,
      times: 'kept',
      access: undefined,
    });
    expect(summary.startsWith(`### ✅ ${says}\n\n<details>`)).toBe(true);
    expect(summary.endsWith('</details>\n\n')).toBe(true);
  });
});
