import {
  durationsPrefix,
  fetchTestDurations,
  parseDurations,
  renderDurations,
  saveTestDurations,
} from '@go-actions/test-durations';
import { startCacheService } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

const LINUX = { runnerOs: 'Linux', workingDirectory: '.' };

describe('the record of test durations', () => {
  it.each([
    { name: 'a record', text: '{"schema":1,"seconds":{"m/a":1.5,"m/b":0}}', want: { 'm/a': 1.5, 'm/b': 0 } },
    {
      name: 'a record with odd values, which are left out',
      text: '{"schema":1,"seconds":{"m/a":"1","m/b":-1,"m/c":null,"__proto__":2,"m/d":3}}',
      want: { ['__proto__']: 2, 'm/d': 3 },
    },
    { name: 'a later version', text: '{"schema":2,"seconds":{"m/a":1}}', want: {} },
    { name: 'a list', text: '[]', want: {} },
    { name: 'null', text: 'null', want: {} },
    { name: 'half a record', text: '{"schema":1,"sec', want: {} },
  ])('is read from $name', ({ text, want }) => {
    expect([...parseDurations(text)]).toEqual(Object.entries(want));
  });

  it('is written as it is read', () => {
    const durations = new Map([['m/a', 0.25]]);
    expect(parseDurations(renderDurations(durations))).toEqual(durations);
  });

  it('is kept apart for systems and working directories', () => {
    const scopes = [LINUX, { ...LINUX, runnerOs: 'macOS' }, { ...LINUX, workingDirectory: 'a' }];
    expect(new Set(scopes.map(durationsPrefix)).size).toBe(3);
  });

  it.each(['v1', 'v2'] as const)('goes through the cache service %s, shard by shard', async (version) => {
    await using service = await startCacheService();
    const env = service.env({ service: version });
    const address = {
      resultsUrl: env.ACTIONS_RESULTS_URL,
      cacheUrl: env.ACTIONS_CACHE_URL,
      token: env.ACTIONS_RUNTIME_TOKEN,
      v2: version === 'v2',
    };
    expect(await fetchTestDurations(address, LINUX)).toEqual(new Map());
    await saveTestDurations(address, LINUX, '1-1', new Map(Object.entries({ 'm/a': 1, 'm/b': 2 })));
    await saveTestDurations(address, LINUX, '1-2', new Map([['m/b', 3]]));
    await saveTestDurations(address, LINUX, '1-3', new Map());
    expect(Object.fromEntries(await fetchTestDurations(address, LINUX))).toEqual({ 'm/a': 1, 'm/b': 3 });
    expect(await fetchTestDurations(address, { ...LINUX, runnerOs: 'macOS' })).toEqual(new Map());
    expect(service.entries()).toHaveLength(2);
  });

  it('is empty without a cache service, and when it does not answer', async () => {
    const nowhere = { resultsUrl: undefined, cacheUrl: undefined, token: undefined, v2: true };
    expect(await fetchTestDurations(nowhere, LINUX)).toEqual(new Map());
    const gone = await startCacheService();
    const { ACTIONS_RESULTS_URL: resultsUrl, ACTIONS_RUNTIME_TOKEN: token } = gone.env();
    await gone[Symbol.asyncDispose]();
    const silent = { ...nowhere, resultsUrl, token };
    await saveTestDurations(silent, LINUX, '1', new Map([['m/a', 1]]));
    expect(await fetchTestDurations(silent, LINUX)).toEqual(new Map());
  });
});
