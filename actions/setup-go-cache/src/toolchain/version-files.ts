import { parseGoMod, parseGoWork } from '@go-actions/go-project';
import { isAtLeast, toSemver, type VersionRequest } from './version.ts';

/** The files that may name a Go version, in the order in which they are asked. */
export const VERSION_FILES = ['go.work', 'go.mod', '.go-version', '.tool-versions', 'mise.toml'] as const;

/** A version file that was found: its path for people, and its text. */
export type VersionFile = { readonly path: string; readonly text: string };

/**
 * The version that one file asks for; undefined when it names none. `toolchain` comes before `go` (go.dev/ref/mod).
 * Throws `go.mod:LINE: …` and the like when the file cannot be read.
 */
export function readVersionFile(file: VersionFile): VersionRequest | undefined {
  const name = file.path.split(/[\\/]/).at(-1) ?? '';
  if (name === 'go.work' || name.endsWith('.work')) return fromDirectives(file.path, parseGoWork(file.text));
  if (name === 'go.mod' || name.endsWith('.mod')) return fromDirectives(file.path, parseGoMod(file.text));
  if (name === '.tool-versions') return named(/^\s*go(?:lang)?[ \t]+([^\s#]+)/m, file);
  if (name === 'mise.toml' || name === '.mise.toml') {
    return named(/^\s*(?:"go"|go|golang)\s*=\s*(?:\[\s*)?(?:\{\s*version\s*=\s*)?["']([^"']+)["']/m, file);
  }
  const text = file.text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .find(Boolean);
  return text ? { text, from: file.path } : undefined;
}

/**
 * Chooses between the files that were found: the first that names a version. A pin (`.go-version` and the like) that is
 * older than the `go` line of go.mod or go.work is a contradiction; the sentence that says so is thrown.
 */
export function chooseVersion(files: readonly VersionFile[]): VersionRequest | undefined {
  const requests = files.flatMap((file) => {
    const request = readVersionFile(file);
    return request ? [{ request, module: /\.(mod|work)$/.test(file.path) }] : [];
  });
  const needed = requests.find(({ module }) => module)?.request;
  const pin = requests.find(({ module }) => !module)?.request;
  if (needed && pin && toSemver(pin.text) && !isAtLeast(newestOf(pin.text), needed.text)) {
    throw new Error(`${pin.from} asks for Go ${pin.text}, but ${needed.from} needs ${needed.text}.`);
  }
  return requests[0]?.request;
}

function fromDirectives(
  path: string,
  lines: { go?: string; toolchain?: string },
): VersionRequest | undefined {
  const toolchain = lines.toolchain?.replace(/-.*$/, '');
  if (toolchain && toolchain !== 'default')
    return { text: toolchain.replace(/^go/, ''), from: `the toolchain line of ${path}` };
  return lines.go ? { text: lines.go, from: `the go line of ${path}` } : undefined;
}

function named(pattern: RegExp, file: VersionFile): VersionRequest | undefined {
  const text = pattern.exec(file.text)?.[1];
  return text ? { text, from: file.path } : undefined;
}

/** `1.26` as a pin may be any patch of it. */
function newestOf(pin: string): string {
  return /^(go)?\d+\.\d+$/.test(pin) ? `${pin}.999` : pin;
}
