import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  describeError,
  formatBytes,
  formatDuration,
  info,
  type JobContext,
  saveState,
  warning,
} from '@go-actions/action-kit';
import { type CacheService, openCacheService, type ServiceAddress } from '@go-actions/cache-service';
import { CONFIG_NAMES } from '../../checks/golangci.ts';
import { findUp } from '../../run/io/disk.ts';
import type { Checkout } from '../../run/module.ts';
import { packFiles, unpackFiles } from '../archive.ts';
import { CACHE_FORMAT, type CacheFacts, factsKeys, mayRead, maySave, toolKey } from '../cache-keys.ts';
import type { Linter } from '../linter.ts';
import { type Pending, STATE } from '../pending.ts';

/** What a linter leaves behind is some megabytes; far more would cost more than it saves. */
const LIMIT = 512 * 1024 * 1024;
const READ = 8 * 1024 * 1024;

/** The cache of the job for linters: their programs, and what they learned about packages. Trouble with it is a warning. */
export class LintCache {
  readonly #service: CacheService;
  readonly #facts: CacheFacts;
  readonly #temp: string;
  readonly #pending: Pending[] = [];

  constructor(service: CacheService, facts: CacheFacts, temp: string) {
    this.#service = service;
    this.#facts = facts;
    this.#temp = temp;
  }

  /** Writes an earlier job's program to `into`; false when there is none. */
  async restoreTool(linter: Linter, into: string): Promise<boolean> {
    const files = await this.#restore(toolKey(linter), []);
    const program = files?.entries[0];
    if (program) await writeFile(into, program.bytes, { mode: 0o755 });
    return program !== undefined;
  }

  saveTool(linter: Linter, path: string): void {
    this.#later({ key: toolKey(linter), path });
  }

  /** Restores what the linter learned, and returns the folder that it is to use; it is saved after the job. */
  async restoreFacts(linter: Linter, checkout: Checkout): Promise<string> {
    const dir = join(this.#temp, 'lint-gate', linter.name);
    await mkdir(dir, { recursive: true });
    const { key, prefixes } = factsKeys(linter, await readHashes(checkout));
    const restored = await this.#restore(key, prefixes);
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

  async #restore(key: string, prefixes: readonly string[]) {
    if (!mayRead(this.#facts)) return undefined;
    try {
      const started = performance.now();
      const entry = await this.#service.find(key, prefixes);
      if (!entry) return undefined;
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
  mode: string,
  context: JobContext,
): LintCache | undefined {
  const service = openCacheService(address, CACHE_FORMAT);
  return service && new LintCache(service, { ...context, mode }, context.temp);
}

/** Saves what main noted; for the post phase. */
export async function savePending(address: ServiceAddress, pending: readonly Pending[]): Promise<void> {
  const service = openCacheService(address, CACHE_FORMAT);
  for (const { key, path } of pending) {
    try {
      const entries = await readEntries(path);
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
