import { join } from 'node:path';
import { createProject, moduleProxyFiles, startCacheService } from '@go-actions/test-kit';
import { copyBuildCache } from '@go-actions/tools/prove/cache/runner';
import { describe, expect, it } from 'vitest';
import { createRunner, MODULE, warmCache } from '../../runner.ts';
import { checksumDatabase } from './checksum-database.ts';

const TOOL = 'example.com/greeter/cmd/greet';
const says = (word: string) => ({
  'go.mod': 'module example.com/greeter\n\ngo 1.24\n',
  'cmd/greet/main.go': `package main\n\nimport "os"\n\nfunc main() { os.Stdout.WriteString("${word}\\n") }\n`,
});

/** A proxy that has the tool, and a checksum database that knows it, or another one of that version. */
async function serveTool({ known = says('hello') } = {}) {
  const database = checksumDatabase('example.com/greeter', 'v1.0.0', known);
  const proxy = await createProject({
    ...moduleProxyFiles('example.com/greeter', 'v1.0.0', says('hello')),
    ...database.files,
  });
  const inputs = { tools: `${TOOL}@v1.0.0`, goproxy: `file://${proxy.dir}`, gosumdb: database.key };
  return { inputs, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

/** The standard library is compiled already, as a step before this one may have done. */
const before = async (_: string, home: string) =>
  copyBuildCache(await warmCache(), join(home, '.cache', 'go-build'));

describe('`tools`', () => {
  it('are built once; later jobs have them from the cache, unless their bytes are damaged', async () => {
    await using source = await createProject(MODULE, { git: true });
    await using service = await startCacheService();
    await using runner = await createRunner(service);
    await using served = await serveTool();
    const { inputs } = served;
    const first = await runner.job(source, [['greet']], { inputs, before });
    expect(first.main.stdout).toContain(`Installing ${TOOL}@v1.0.0`);
    expect(first.output).toBe('hello\n');

    const away = { ...inputs, goproxy: 'off' };
    const second = await runner.job(source, [['greet']], { inputs: away });
    expect(second.main.stdout).not.toContain('Installing');
    expect(second.output).toBe('hello\n');

    service.weather.corrupt = (bytes) => {
      for (let at = 100; at < bytes.length; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      return bytes;
    };
    const damaged = await runner.job(source, [], { inputs: away });
    expect(damaged.main.code).toBe(1);
    expect(damaged.main.annotations.map(({ message }) => message).join('\n')).toContain(`go install ${TOOL}`);
  });

  it('are refused when the checksum database knows another module of that version', async () => {
    await using source = await createProject(MODULE, { git: true });
    await using service = await startCacheService();
    await using runner = await createRunner(service);
    await using served = await serveTool({ known: says('hullo') });
    const { main } = await runner.job(source, [], { inputs: served.inputs, before });
    expect(main.code).toBe(1);
    expect(main.annotations[0]?.message).toContain('SECURITY ERROR');
    expect(main.paths.join()).not.toContain('tools/');
  });
});
