import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, statfs, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runChecked } from '@go-actions/action-kit';
import { type CacheService, type Job, type JobOptions, startJob } from '@go-actions/test-kit';

const KEEP_TIMES = { recursive: true, force: true, preserveTimestamps: true };
const MIN_FREE = 20e9;
const BUILD_CACHE = 'home/.cache/go-build';
const MODULE_CACHE = 'home/go/pkg/mod';

/** Whose job it is: one who finds the runner as it was left, or (without the flag) a fresh one. */
type Tenant = { readonly persistent?: boolean };

/**
 * The computer on which all jobs run, one after the other: workspace and HOME are always at the same place, as on hosted
 * runners. A fresh contender finds them empty; what a persistent one left is laid aside and put back for its next job.
 */
export class Runner {
  readonly workspace: string;
  readonly #scratch: string;
  readonly #source: string;
  #cleared = 0;

  constructor(scratch: string, source: string) {
    this.#scratch = scratch;
    this.#source = source;
    this.workspace = join(scratch, 'runner', 'work');
  }

  /** A checkout of `commit` on a runner as this contender finds it. */
  async start(
    { persistent }: Tenant,
    commit: string,
    service: CacheService,
    { env = {}, event }: Pick<JobOptions, 'env' | 'event'> = {},
  ): Promise<Job> {
    const home = join(this.#scratch, 'runner');
    await this.#clear(home);
    const known =
      persistent === true &&
      (await rename(this.#kept, home).then(
        () => true,
        () => false, // its first job
      ));
    if (!known) {
      await mkdir(home);
      await runChecked('git', ['clone', '--quiet', this.#source, this.workspace]);
    }
    await runChecked('git', ['checkout', '--quiet', '--detach', commit], { cwd: this.workspace });
    await this.#offerToolchain();
    await runChecked('sync', []); // a fresh runner has nothing left to write of the job before
    return startJob({
      workspace: this.workspace,
      folder: home,
      env: { ...service.env(), ImageOS: 'bench', ...env },
      event,
    });
  }

  /** Lays aside what a persistent contender keeps. */
  async finish({ persistent }: Tenant): Promise<void> {
    await rm(join(this.workspace, 'cover.out'), { force: true });
    if (persistent) await rename(join(this.#scratch, 'runner'), this.#kept);
  }

  /**
   * Starts the first job from the build cache that an earlier run has left in `seed`, where there is one. Paths are part of
   * Go's keys: both runs must have the same scratch folder.
   */
  async useSeed(seed: string): Promise<void> {
    if (existsSync(seed)) await cp(seed, join(this.#scratch, 'runner', BUILD_CACHE), KEEP_TIMES);
  }

  /** Leaves the build cache of the first job for a later run. */
  async leaveSeed(seed: string): Promise<void> {
    if (!existsSync(seed)) await cp(join(this.#scratch, 'runner', BUILD_CACHE), seed, KEEP_TIMES);
  }

  /** The first job of everybody does the same work. It is done once, by the persistent contender; the others get a copy. */
  async copyModules(): Promise<void> {
    await this.#copy(MODULE_CACHE, join(this.#scratch, 'runner', MODULE_CACHE));
  }

  /** After main, which may have given the job a GOCACHE of its own. */
  async copyBuildCache(job: Job): Promise<void> {
    const { stdout } = await job.run('go', ['env', 'GOCACHE']);
    await this.#copy(BUILD_CACHE, stdout.trim());
  }

  get #kept(): string {
    return join(this.#scratch, 'persistent');
  }

  async #copy(folder: string, target: string): Promise<void> {
    await mkdir(join(target, '..'), { recursive: true });
    await run('cp', ['-aT', join(this.#kept, folder), target]); // there may be none: a module without dependencies
  }

  /** The installed Go, where the runner image would have it. */
  async #offerToolchain(): Promise<void> {
    const { stdout } = await runChecked('go', ['env', 'GOROOT', 'GOVERSION'], { cwd: this.#scratch });
    const [goroot = '', version = ''] = stdout.trim().split('\n');
    const home = join(this.#scratch, 'runner/temp/tool-cache/go', version.replace(/^go/, ''));
    await mkdir(home, { recursive: true });
    const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
    await symlink(goroot, join(home, arch)).catch(() => undefined); // there since the last job
    await writeFile(join(home, `${arch}.complete`), '');
  }

  /**
   * Lays the last job's files aside rather than deleting them: ext4 without a journal searches past every inode that was
   * freed in the last minutes (`recently_deleted` in fs/ext4/ialloc.c), which would make the next job's files three to ten
   * times as slow to create. With TMPDIR on a file system with a journal nothing of that happens.
   */
  async #clear(folder: string): Promise<void> {
    const trash = join(this.#scratch, 'trash');
    await mkdir(trash, { recursive: true });
    await rename(folder, join(trash, String(this.#cleared++))).catch(() => undefined); // the first job
    const { bavail, bsize } = await statfs(trash);
    if (bavail * bsize > MIN_FREE) return;
    console.log('     the disk is nearly full: earlier jobs are deleted');
    await run('chmod', ['-R', 'u+w', trash]); // module caches hold read-only folders
    await rm(trash, { recursive: true, force: true });
  }
}
