import type { ByteRange, Executable } from './executable/needs.ts';

/** What `go build` writes into every binary; the same facts as `go version -m` (Go: debug/buildinfo, runtime/debug/mod.go). */
export type BuildInfo = {
  readonly goVersion: string;
  readonly path: string;
  readonly main: BuildModule | undefined;
  readonly deps: readonly BuildModule[];
  readonly settings: Readonly<Record<string, string>>;
};

export type BuildModule = {
  readonly path: string;
  readonly version: string;
  readonly sum: string;
  readonly replace?: BuildModule;
};

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGN = 16;
const HEADER = 32;
const INLINE_STRINGS = 2;
const FRAME = 16;

/**
 * Reads the build info of an executable from where Go's linker puts it. `undefined` when there is none: not built by Go, or
 * by a Go older than 1.18, which stored pointers.
 */
export function readBuildInfo(
  bytes: Buffer,
  executable: Pick<Executable, 'buildInfoRanges'>,
): BuildInfo | undefined {
  for (const range of executable.buildInfoRanges) {
    const at = findMagic(bytes, range);
    if (at === undefined || ((bytes[at + MAGIC.length + 1] ?? 0) & INLINE_STRINGS) === 0) continue;
    const version = readString(bytes, at + HEADER);
    const framed = version && readString(bytes, version.end);
    if (version && framed) return parseBuildInfo(version.text.toString('utf8'), unframe(framed.text));
  }
  return undefined;
}

/** Parses the text part: tab-separated `path`, `mod`, `dep`, `=>` and `build key=value` lines. */
export function parseBuildInfo(goVersion: string, text: string): BuildInfo {
  let path = '';
  let main: BuildModule | undefined;
  const deps: BuildModule[] = [];
  const settings: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    if (kind === 'path') path = fields[0] ?? '';
    else if (kind === 'mod') main = toModule(fields);
    else if (kind === 'dep') deps.push(toModule(fields));
    else if (kind === '=>') {
      const replaced = deps.pop();
      if (replaced) deps.push({ ...replaced, replace: toModule(fields) });
      else if (main) main = { ...main, replace: toModule(fields) };
    } else if (kind === 'build') {
      const [key, value] = parseSetting(fields.join('\t'));
      settings[key] = value;
    }
  }
  return { goVersion, path, main, deps, settings };
}

function toModule([path = '', version = '', sum = '']: readonly string[]): BuildModule {
  return { path, version, sum };
}

/** Go quotes a key or value that holds white space, quotes or `=` (runtime/debug/mod.go, quoteKey and quoteValue). */
function parseSetting(text: string): [string, string] {
  const quotedKey = /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0];
  const keyLength = quotedKey?.length ?? Math.max(0, text.indexOf('='));
  return [unquote(text.slice(0, keyLength)), unquote(text.slice(keyLength + 1))];
}

function unquote(text: string): string {
  if (text.startsWith('`') && text.endsWith('`') && text.length > 1) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  const json = text
    .replace(/\\x([0-9a-f]{2})/g, '\\u00$1')
    .replace(/\\a/g, '\\u0007')
    .replace(/\\v/g, '\\u000b');
  try {
    return JSON.parse(json) as string;
  } catch {
    return text; // an escape that only Go knows: show it as it is written
  }
}

function findMagic(bytes: Buffer, { start, end }: ByteRange): number | undefined {
  const limit = Math.min(end, bytes.length);
  for (
    let at = bytes.indexOf(MAGIC, start);
    at >= 0 && at + HEADER <= limit;
    at = bytes.indexOf(MAGIC, at + 1)
  ) {
    if (at % ALIGN === 0) return at;
  }
  return undefined;
}

/** A length as Go's uvarint, then that many bytes; a length that runs past the file gives nothing. */
function readString(bytes: Buffer, start: number): { text: Buffer; end: number } | undefined {
  let length = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined || shift > 28) return undefined;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  const end = at + length;
  return end <= bytes.length ? { text: bytes.subarray(at, end), end } : undefined;
}

/** The module text stands between two marks of 16 bytes (Go: debug/buildinfo.readRawBuildInfo). */
function unframe(framed: Buffer): string {
  const closed = framed.length >= 2 * FRAME + 1 && framed[framed.length - FRAME - 1] === 0x0a;
  return closed ? framed.subarray(FRAME, framed.length - FRAME).toString('utf8') : '';
}
