import { posix } from 'node:path';
import { type BuildInfo, type Executable, judgeBinary } from '@go-actions/go-build';
import { formatPlatform, type Platform } from '../platform.ts';
import { type ImageTree, lookUp } from './tree.ts';

/** An executable of the image that was read. */
export type Binary = {
  /** In the image. */
  readonly path: string;
  readonly executable: Executable | undefined;
  readonly buildInfo: BuildInfo | undefined;
};

export type Contents = {
  readonly platform: Platform;
  readonly tree: ImageTree;
  readonly binaries: readonly Binary[];
  readonly entrypoint: readonly string[];
  /** Where a command like `./app` is looked up. */
  readonly workingDir: string;
  /** Who it runs as, in numbers; empty where that is a problem of its own. */
  readonly user: string;
  /** The variables of the configuration, as `NAME=value`. */
  readonly env: readonly string[];
};

/** What the binaries of this repository must have been built from. */
export type Origin = { readonly revision: string; readonly modules: readonly string[] };

const SHELLS =
  'sh bash rbash ash dash posh zsh rzsh ksh mksh lksh oksh yash csh tcsh fish elvish pwsh powershell nu xonsh hush busybox toybox';
const PACKAGE_MANAGERS =
  'apk apt apt-get apt-cache apt-config apt-key apt-mark aptitude dpkg dpkg-deb dpkg-query dselect rpm rpmkeys rpmdb yum dnf microdnf ' +
  'tdnf zypper pacman opkg emerge xbps-install nix nix-env pip pipx uv poetry conda mamba npm npx yarn pnpm corepack gem bundle cargo ' +
  'composer cpan luarocks brew snap flatpak';
const COMPILERS =
  'cc gcc g++ c++ cpp clang clang++ tcc tinycc go gofmt rustc javac ghc zig nim dmd swiftc as nasm yasm ld ld.bfd ld.gold ld.lld lld ' +
  'mold make gmake ninja cmake';
const TOOLS: ReadonlyMap<string, string> = new Map([
  ...SHELLS.split(' ').map((name) => [name, 'a shell'] as const),
  ...PACKAGE_MANAGERS.split(' ').map((name) => [name, 'a package manager'] as const),
  ...COMPILERS.split(' ').map((name) => [name, 'a compiler or its tools'] as const),
]);

/** Where programs look for certificates (Go: crypto/x509/root_linux.go). */
const CA_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** What keeps an image from being published, one sentence each. */
export function judgeContents(contents: Contents, origin: Origin): string[] {
  return [
    ...findTools(contents, origin),
    ...findPrivileged(contents.tree),
    ...judgeCertificates(contents.tree),
    ...contents.binaries.flatMap((binary) => judgeExecutable(binary, contents.platform, origin)),
    ...judgeEntrypoint(contents, origin),
  ];
}

function findTools({ tree, binaries }: Contents, origin: Origin): string[] {
  const own = new Set(
    binaries.filter(({ buildInfo }) => isOwn(buildInfo, origin)).map(({ path }) => tree.get(path)),
  );
  return [...tree].flatMap(([path, entry]) => {
    if (entry.kind === 'folder' || entry.kind === 'device') return [];
    const end = lookUp(tree, path);
    if (own.has(end?.entry)) return []; // a program of this repository, whatever its name
    const runs = end?.entry.kind === 'file' && (end.entry.access.mode & 0o111) !== 0;
    const what = nameTool(path) ?? (end && nameTool(end.path));
    return runs && what ? [`it holds ${what}: ${path}`] : [];
  });
}

/** `gcc`, and just so `gcc-12`, `x86_64-linux-gnu-gcc-12`, `bash-static` and `apk.static`. */
function nameTool(path: string): string | undefined {
  const name = posix.basename(path);
  const plain = name
    .replace(/^\w+(-\w+)?-linux-\w+-/, '')
    .replace(/[.-](static|distrib|real|stripped)$/, '')
    .replace(/(?<=.)-?\d+(\.\d+)*$/, '');
  return TOOLS.get(name) ?? TOOLS.get(plain);
}

const SET_USER_ID = 0o4000;

/** Programs that run as root whoever starts them. */
function findPrivileged(tree: ImageTree): string[] {
  return [...tree].flatMap(([path, entry]) =>
    entry.kind === 'file' && (entry.access.mode & SET_USER_ID) !== 0 && entry.access.uid === 0
      ? [`it holds a program that runs as root whoever starts it (set-user-ID): ${path}`]
      : [],
  );
}

function judgeCertificates(tree: ImageTree): string[] {
  const found = CA_FILES.some((path) => {
    const entry = lookUp(tree, path)?.entry;
    return entry?.kind === 'file' && entry.size > 0;
  });
  return found
    ? []
    : [
        'it has no CA certificates, so no TLS connection can be checked (such as /etc/ssl/certs/ca-certificates.crt)',
      ];
}

function judgeExecutable(
  { path, executable, buildInfo }: Binary,
  platform: Platform,
  origin: Origin,
): string[] {
  const target = { goos: platform.os, goarch: platform.architecture };
  const own = isOwn(buildInfo, origin);
  if (!buildInfo) {
    const dynamic = executable && (executable.interpreter || executable.libraries.length > 0);
    return dynamic ? [`${path} is dynamically linked`] : [];
  }
  const cgo = buildInfo.settings.CGO_ENABLED === '1';
  const problems = judgeBinary(
    { executable, buildInfo },
    { target, static: true, cgo, ...(own && { revision: origin.revision }) },
  );
  return problems.map((problem) => `${path}: ${problem}`);
}

/** What the container starts must be a program of this repository. */
function judgeEntrypoint(
  { tree, binaries, entrypoint, workingDir, env, user }: Contents,
  origin: Origin,
): string[] {
  const [command] = entrypoint;
  if (!command) return ['it starts nothing: its configuration has neither entrypoint nor command'];
  const path = command.includes('/')
    ? posix.resolve('/', workingDir, command)
    : findOnPath(tree, command, env);
  const end = path === undefined ? undefined : lookUp(tree, path);
  if (end?.entry.kind !== 'file') return [`it starts ${command}, which it does not hold`];
  const { entry } = end;
  const binary = binaries.find((each) => tree.get(each.path) === entry);
  if (!binary) return [`it starts ${command}, which is no executable`];
  if (!isOwn(binary.buildInfo, origin))
    return [`it starts ${command}, which was not built by Go from a module of this repository`];
  const closed = user === '' ? undefined : findClosed(tree, end.path, user);
  return closed === undefined
    ? []
    : [`it starts ${command}, and its user ${user} may not execute ${closed}: only another user can run it`];
}

/** The first folder on the way to a program, or the program itself, that a user may not enter or run. */
function findClosed(tree: ImageTree, program: string, user: string): string | undefined {
  const [uid, gid = 0] = user.split(':').map(Number);
  const parts = program.split('/').slice(1);
  const way = parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`);
  return way.find((path) => {
    const entry = tree.get(path);
    if (entry?.kind !== 'folder' && entry?.kind !== 'file') return false; // a folder that no layer names is open to all
    const { mode, ...owner } = entry.access;
    const bit = owner.uid === uid ? 0o100 : owner.gid === gid ? 0o010 : 0o001;
    return (mode & bit) === 0;
  });
}

/** What a container gets whose image sets none (containerd, oci/spec.go: defaultUnixEnv). */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function findOnPath(tree: ImageTree, command: string, env: readonly string[]): string | undefined {
  const path = env.findLast((variable) => variable.startsWith('PATH='))?.slice('PATH='.length);
  return (path ?? DEFAULT_PATH)
    .split(':')
    .map((folder) => posix.join('/', folder, command))
    .find((candidate) => lookUp(tree, candidate)?.entry.kind === 'file');
}

export const isOwn = (info: BuildInfo | undefined, { modules }: Origin): boolean =>
  info?.main !== undefined && modules.includes(info.main.path);

/** A problem as it is shown, with its platform. */
export const formatProblem = (platform: Platform, problem: string): string =>
  `${formatPlatform(platform)}: ${problem}`;
