import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  describeError,
  digest,
  formatBytes,
  formatDuration,
  info,
  type JobContext,
  printForeign,
  saveState,
  warning,
} from '@go-actions/action-kit';
import { type CacheService, openCacheService, type ServiceAddress } from '@go-actions/cache-service';
import { CONFIG_NAMES } from '../../checks/golangci.ts';
import { findUp } from '../../run/io/disk.ts';
import type { Checkout } from '../../run/module.ts';
import { packFiles, unpackFiles } from '../archive.ts';
import {
  CACHE_FORMAT,
  type CacheFacts,
  digestKey,
  factsKeys,
  mayRead,
  maySave,
  toolKey,
} from '../cache-keys.ts';
import type { Linter } from '../linter.ts';
import { type Pending, STATE } from '../pending.ts';
import { explainDoubt } from './vouching.ts';

/** What a linter leaves behind is some megabytes; far more would cost more than it saves. */
const LIMIT = 512 * 1024 * 1024;
const READ = 8 * 1024 * 1024;

/** The cache of the job for linters: their programs, and what they learned about packages. Trouble with it is a warning. */
export class LintCache {
  readonly #service: CacheService;
  readonly #facts: CacheFacts;
  readonly #job: JobContext;
  readonly #token: string | undefined;
  readonly #temp: string;
  readonly #pending: Pending[] = [];

  constructor(
    service: CacheService,
    { job, mode, token }: { job: JobContext; mode: string; token: string | undefined },
  ) {
    this.#service = service;
    this.#facts = { ...job, mode };
    this.#job = job;
    this.#token = token;
    this.#temp = job.temp;
  }

  /** Writes an earlier job's program to `into`; false when there is none. */
  async restoreTool(linter: Linter, into: string): Promise<boolean> {
    const files = await this.#restore(toolKey(linter), []);
    const program = files?.entries[0];
    if (program) await writeFile(into, program.bytes, { mode: 0o755 });
    return program !== undefined;
  }

  /** Saves a program that was just made, and what it is: the record lets later jobs run it. */
  async saveTool(linter: Linter, path: string): Promise<void> {
    const sha256 = digest(await readFile(path));
    const record = join(this.#temp, 'lint-gate', `${linter.name}.sha256`);
    await mkdir(dirname(record), { recursive: true });
    await writeFile(record, sha256);
    this.#later({ key: toolKey(linter), path, sha256 });
    this.#later({ key: digestKey(linter), path: record, sha256: digest(sha256) });
  }

  /** Why a program that was left here is not known to be the linter; `undefined` when the default branch recorded it. */
  async explainDistrust(linter: Linter, path: string): Promise<string | undefined> {
    const key = digestKey(linter);
    const recorded = (await this.#restore(key, []))?.entries[0]?.bytes;
    if (!recorded) return 'no record says what it has to be';
    const doubt = await explainDoubt(key, this.#job, this.#token);
    if (doubt !== undefined) return doubt;
    const found = digest(await readFile(path));
    return found === Buffer.from(recorded).toString('utf8')
      ? undefined
      : `its sha256 is ${found}, not the recorded one`;
  }

  /**
   * Restores what the linter learned, and returns the folder that it is to use; it is saved after the job. What it learned are
   * findings and the lack of them, which the linter takes as they are: an entry that another branch may have written is left.
   */
  async restoreFacts(linter: Linter, checkout: Checkout): Promise<string> {
    const dir = join(this.#temp, 'lint-gate', linter.name);
    await mkdir(dir, { recursive: true });
    const { key, prefixes } = factsKeys(linter, await readHashes(checkout));
    const restored = await this.#restore(key, prefixes, (found) =>
      explainDoubt(found, this.#job, this.#token),
    );
    for (const folder of new Set(restored?.entries.map(({ path }) => dirname(path)))) {
      await mkdir(join(dir, folder), { recursive: true });
    }
    await Promise.all((restored?.entries ?? []).map(({ path, bytes }) => writeFile(join(dir, path), bytes)));
    if (restored?.key !== key) this.#later({ key, path: dir });
    return dir;
  }

  /** Whether there is something to save after the job. */
  get pending(): boolean {
    return this.#pending.length > 0;
  }

  #later(pending: Pending): void {
    if (!maySave(this.#facts)) return;
    this.#pending.push(pending);
    saveState(STATE, this.#pending);
  }

  /** `explain`: why the entry that was found is not to be used, as a clause. */
  async #restore(
    key: string,
    prefixes: readonly string[],
    explain?: (found: string) => Promise<string | undefined>,
  ) {
    if (!mayRead(this.#facts)) return undefined;
    try {
      const started = performance.now();
      const entry = await this.#service.find(key, prefixes);
      if (!entry) return undefined;
      const doubt = await explain?.(entry.key);
      if (doubt !== undefined) {
        printForeign(`${entry.key} is not used: ${doubt}.`);
        return undefined;
      }
      const chunks: Buffer[] = [];
      for (let at = 0; at < LIMIT; at += READ) {
        const chunk = await entry.read(at, at + READ);
        if (chunk.length > 0) chunks.push(chunk);
        if (chunk.length < READ) break;
      }
      const packed = Buffer.concat(chunks);
      const { zstdDecompress } = await import('node:zlib');
      const entries = unpackFiles(await promisify(zstdDecompress)(packed, { maxOutputLength: LIMIT }));
      info(
        `Restored ${entry.key} (${formatBytes(packed.length)}, ${formatDuration(performance.now() - started)}).`,
      );
      return { key: entry.key, entries };
    } catch (error) {
      warning(`${key} was not restored: ${describeError(error).replaceAll('\n', ' ')}`);
      return undefined;
    }
  }
}

/** Opens the cache of the job; undefined where there is no cache service. */
export function openLintCache(
  address: ServiceAddress,
  settings: { job: JobContext; mode: string; token: string | undefined },
): LintCache | undefined {
  const service = openCacheService(address, CACHE_FORMAT);
  return service && new LintCache(service, settings);
}

/** Saves what main noted; for the post phase. */
export async function savePending(address: ServiceAddress, pending: readonly Pending[]): Promise<void> {
  const service = openCacheService(address, CACHE_FORMAT);
  for (const { key, path, sha256 } of pending) {
    try {
      const entries = await readEntries(path);
      const changed = sha256 !== undefined && digest(entries[0]?.bytes ?? '') !== sha256;
      if (changed) throw new Error('it is not what was made');
      const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (!service || entries.length === 0 || size > LIMIT) continue;
      const packed = await compress(packFiles(entries));
      const saved = await service.save(key, [packed]);
      info(`${key}: ${saved} (${formatBytes(packed.length)}).`);
    } catch (error) {
      warning(`${key} was not saved: ${describeError(error).replaceAll('\n', ' ')}`);
    }
  }
}

async function compress(bytes: Buffer): Promise<Buffer> {
  const { constants, zstdCompress } = await import('node:zlib');
  return promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
}

async function readEntries(path: string) {
  if ((await stat(path)).isFile()) return [{ path: 'program', bytes: await readFile(path) }];
  const found = await readdir(path, { withFileTypes: true, recursive: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({
      path: file.slice(path.length + 1).replaceAll('\\', '/'),
      bytes: await readFile(file),
    })),
  );
}

async function readHashes({ root, dir, repository, modules }: Checkout) {
  const configs = await Promise.all(modules.map((module) => findUp(root, module.dir, CONFIG_NAMES)));
  const sums = modules.flatMap((module) => [join(module.dir, 'go.mod'), join(module.dir, 'go.sum')]);
  const tree = await repository?.git(['rev-parse', '--verify', 'HEAD^{tree}']);
  return {
    config: await hashFiles([...new Set(configs)].filter((file) => file !== undefined)),
    sums: await hashFiles([...sums, join(dir, 'go.work.sum')]),
    tree: tree?.stdout.trim().slice(0, 16) || 'none',
  };
}

async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file).catch(() => 'missing')); // a module without requirements has no go.sum
  return hash.digest('hex').slice(0, 16);
}
