import type { InputReader } from '@go-actions/action-kit';

/** The compilers and pkg-config, which may be scripts, or have flags behind them; cgo's own variables (`go help environment`). */
const FLAGS = [
  'CC',
  'CXX',
  'FC',
  'PKG_CONFIG',
  'CGO_CFLAGS',
  'CGO_CPPFLAGS',
  'CGO_CXXFLAGS',
  'CGO_FFLAGS',
  'CGO_LDFLAGS',
] as const;
/** Lists of folders that compilers, linkers and pkg-config search besides. */
const FOLDERS = [
  'CPATH',
  'C_INCLUDE_PATH',
  'CPLUS_INCLUDE_PATH',
  'OBJC_INCLUDE_PATH',
  'LIBRARY_PATH',
  'LD_LIBRARY_PATH',
  'PKG_CONFIG_PATH',
  'PKG_CONFIG_LIBDIR',
] as const;

/** What else they go by, and Go does not look at. */
const SETTINGS = [
  'COMPILER_PATH',
  'GCC_EXEC_PREFIX',
  'PKG_CONFIG_SYSROOT_DIR',
  'SDKROOT',
  'DEVELOPER_DIR',
  'MACOSX_DEPLOYMENT_TARGET',
] as const;

/** What the job's environment tells compilers and linkers, as flags. */
export function readNativeFlags(input: Pick<InputReader, 'env'>): string[] {
  const folders = FOLDERS.flatMap((name) => (input.env(name) ?? '').split(':'));
  return [
    ...FLAGS.flatMap((name) => input.env(name) ?? []),
    ...folders.filter(Boolean).map((folder) => `-I${folder}`),
    ...SETTINGS.flatMap((name) => (input.env(name) ? `-D${name}=${input.env(name)}` : [])),
  ];
}
