import { access } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { ActionError, group, printForeign, type RunResult, warning } from '@go-actions/action-kit';
import {
  findLfsPointers,
  findLinksOutside,
  formatImageName,
  ONLY_DOCKER_CONFIG,
  ownGoCaches,
  parseImageName,
  persist,
  type Registry,
} from '@go-actions/delivery';
import { findMains, type Main } from '@go-actions/go-build';
import { discoverModules, type GoModule } from '@go-actions/go-project';
import type { BuildInputs } from '../../inputs.ts';
import { openLayout } from '../../layout/io/layout-folder.ts';
import { NOT_SHAPED_BY_JOB, planKoBuild } from '../ko.ts';
import type { BuildSetting, Built } from './setting.ts';

const TIMEOUT_MS = 30 * 60_000;

/** Builds the one main package with ko, from the clone, into a layout beside it. */
export async function buildWithKo(inputs: BuildInputs, setting: BuildSetting, ko: string): Promise<Built> {
  const { source, image, version, registry, temp, signal } = setting;
  const { modules } = await discoverModules(source.root);
  const { importPath, moduleDir } = await chooseMain(inputs.mains, modules, setting);
  const module = modules.find(({ dir }) => resolve(source.root, dir) === moduleDir);
  await refuseForeignData(join(moduleDir, importPath.slice((module?.path ?? '').length)), setting);
  await source.leaveOnlyTag(`${module && module.dir !== '.' ? `${module.dir}/` : ''}v${version}`);

  const base = await pinBase(inputs.base, registry);
  const layout = source.scratch('layout');
  const { args, env } = planKoBuild({
    importPath,
    platforms: inputs.platforms,
    base: `${base.name}@${base.digest}`,
    layout: relative(moduleDir, layout),
    committed: source.committed,
    repository: formatImageName(image),
    caches: ownGoCaches(temp),
  });
  await group('ko build', () =>
    persist({
      what: 'Building with ko',
      command: ko,
      args,
      options: {
        cwd: moduleDir,
        env: { ...ONLY_DOCKER_CONFIG, ...env },
        keepEnv: NOT_SHAPED_BY_JOB,
        timeoutMs: TIMEOUT_MS,
        signal,
        onStderrLine: printForeign,
      },
      judge: judgeKo,
    }),
  );
  await refuseForeignBase(layout, base);
  return { layout, base };
}

/** ko writes into each manifest what it was built on; `baseImageOverrides` of `.ko.yaml` beat what it was told. */
async function refuseForeignBase(layout: string, base: { name: string; digest: string }): Promise<void> {
  const { images } = await openLayout(layout);
  const names = images.map(
    ({ manifest }) => manifest.annotations['org.opencontainers.image.base.name'] ?? '',
  );
  const foreign = names.find((name) => !name.endsWith(`@${base.digest}`));
  if (foreign !== undefined)
    throw new ActionError(
      `\`base-image\` is ${base.name}@${base.digest}, and ko built on ${foreign || 'something that it does not name'}.`,
      { remedy: 'Remove `baseImageOverrides` from `.ko.yaml`, and name the image in `base-image`.' },
    );
}

/** What the compiler says will not change; a base image that did not come may come. */
function judgeKo({ code, stderr }: RunResult): true | undefined {
  if (code === 0) return true;
  if (/go build|exit status|importpath|no such package|is not a main package/i.test(stderr))
    throw new ActionError('ko could not build the image. What it says is in the log above.');
  return undefined;
}

async function chooseMain(
  wanted: readonly string[],
  modules: readonly GoModule[],
  { source, temp, signal }: BuildSetting,
): Promise<Main> {
  const mains = await findMains({
    root: source.root,
    modules,
    wanted,
    targets: [{ goos: 'linux', goarch: 'amd64' }],
    tags: [],
    cgo: false,
    env: { GOENV: 'off', GOFLAGS: '-modcacherw', ...ownGoCaches(temp) },
    signal,
  });
  const [main, ...more] = mains;
  if (main && more.length === 0) return main;
  throw new ActionError(
    main
      ? `An image starts one program, and there are ${mains.length}: ${mains.map((each) => each.importPath).join(', ')}.`
      : 'There is no main package to build an image of.',
    { remedy: 'Name one in `mains`; run this action once for each image.' },
  );
}

/** ko puts `kodata` into the image and follows its links, wherever they lead. */
async function refuseForeignData(main: string, { source }: BuildSetting): Promise<void> {
  const folder = join(main, 'kodata');
  const there = await access(folder).then(
    () => true,
    () => false, // most programs have none
  );
  const links = there ? await findLinksOutside(source, folder) : [];
  if (links.length > 0)
    throw new ActionError(`\`kodata\` has links that lead out of the repository: ${links.join(', ')}.`, {
      remedy: 'Commit the files themselves.',
    });
  const pointers = there ? await findLfsPointers(source, folder) : [];
  if (pointers.length > 0)
    throw new ActionError(
      `\`kodata\` has files of Git LFS, whose content is not in the commit: ${pointers.join(', ')}.`,
      { remedy: 'Commit the files themselves, or build the image in a step of your own (`builder: oci`).' },
    );
}

/** A tag is looked up once, so that every platform is built on the same image. */
async function pinBase(
  base: string,
  registry: Registry,
): Promise<{ readonly name: string; readonly digest: string }> {
  const [name = '', digest] = base.split('@');
  if (digest) return { name, digest };
  const at = name.lastIndexOf(':');
  const tagged = at > name.indexOf('/') && !name.slice(at).includes('/');
  const found = await registry.readDigest(
    parseImageName(tagged ? name.slice(0, at) : name),
    tagged ? name.slice(at + 1) : 'latest',
  );
  if (!found) throw new ActionError(`\`base-image\` is ${name}, which the registry does not have.`);
  warning(
    `\`base-image\` is ${name}, which can move: the same commit may give another image later. Write ${name}@${found}.`,
  );
  return { name, digest: found };
}
