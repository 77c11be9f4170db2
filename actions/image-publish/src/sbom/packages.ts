import type { BuildInfo, BuildModule } from '@go-actions/go-build';

/** One piece of software in an image, named by its package URL. */
export type Software = { readonly name: string; readonly version: string; readonly purl: string };

/** The modules that a Go binary was linked from, its own and the standard library first. */
export function listModules({ main, deps, goVersion }: BuildInfo): Software[] {
  const go = goVersion.replace(/^go/, '').split(' ')[0] ?? '';
  const modules = [...(main ? [main] : []), ...deps].map(
    ({ replace, ...module }): BuildModule => replace ?? module,
  );
  return [
    { name: 'stdlib', version: go, purl: `pkg:golang/stdlib@${go}` },
    ...modules.map(({ path, version }) => ({ name: path, version, purl: golangUrl(path, version) })),
  ];
}

/** The packages of the base image that dpkg's files name: `status` of Debian, `status.d/*` of distroless. */
export function listDebianPackages(status: string, system = 'debian'): Software[] {
  return status.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string) => new RegExp(`^${name}: *(.+)$`, 'm').exec(paragraph)?.[1]?.trim();
    const [name, version] = [field('Package'), field('Version')];
    const architecture = field('Architecture');
    // Of a package that was removed its configuration files may be left (dpkg: `deinstall ok config-files`).
    const gone = /\b(not-installed|config-files)$/.test(field('Status') ?? '');
    if (!name || !version || gone) return [];
    const query = architecture ? `?arch=${encodeURIComponent(architecture)}` : '';
    return [{ name, version, purl: `pkg:deb/${system}/${name}@${encodeURIComponent(version)}${query}` }];
  });
}

/** The system as `os-release` names it: `debian`, `ubuntu`, `wolfi`; nothing where it does not. */
export function parseOsId(osRelease: string): string | undefined {
  return /^ID=["']?([a-z0-9._-]+)["']?\s*$/m.exec(osRelease)?.[1];
}

/** The packages of apk's database (`/lib/apk/db/installed`). */
export function listAlpinePackages(installed: string, system = 'alpine'): Software[] {
  return installed.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string) => new RegExp(`^${name}:(.+)$`, 'm').exec(paragraph)?.[1]?.trim();
    const [name, version] = [field('P'), field('V')];
    return name && version
      ? [{ name, version, purl: `pkg:apk/${system}/${name}@${encodeURIComponent(version)}` }]
      : [];
  });
}

function golangUrl(path: string, version: string): string {
  const name = path.toLowerCase().split('/').map(encodeURIComponent).join('/');
  return `pkg:golang/${name}${version && version !== '(devel)' ? `@${encodeURIComponent(version)}` : ''}`;
}
