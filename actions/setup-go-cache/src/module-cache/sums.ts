import { createHash, hash } from 'node:crypto';

/**
 * Go's `h1:` hash of a module (golang.org/x/mod/sumdb/dirhash): the sha256 of one line `<sha256>  <name>/<path>` per file,
 * sorted by path. `name` is `path@version`, unescaped; file names keep the order of their bytes.
 */
export function hashModule(
  name: string,
  files: readonly { readonly path: string; readonly content: Uint8Array }[],
): string {
  const lines = files.map(({ path, content }) => ({
    name: `${name}/${path}`,
    digest: hash('sha256', content),
  }));
  return hashLines(lines);
}

/** The `h1:` hash of a go.mod alone, as go.sum's `/go.mod` lines have it. */
export function hashGoMod(content: string): string {
  return hashLines([{ name: 'go.mod', digest: hash('sha256', content) }]);
}

function hashLines(lines: { name: string; digest: string }[]): string {
  const whole = createHash('sha256');
  for (const { name, digest } of lines.sort((a, b) =>
    Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
  )) {
    whole.update(`${digest}  ${name}\n`);
  }
  return `h1:${whole.digest('base64')}`;
}

/** Go's escaping of module paths and versions on disk: a capital letter becomes `!` and its small form. */
export function escapeModule(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

/**
 * A module's `.info` file, of which no checksum database speaks: the version that it is of, and when that was made, without
 * anything else that it may say. Undefined when it is of another version.
 */
export function checkInfo(text: string, version: string): string | undefined {
  try {
    const { Version, Time } = JSON.parse(text) as { Version?: unknown; Time?: unknown };
    if (Version !== version) return undefined;
    const time = typeof Time === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(Time);
    return JSON.stringify({ Version, ...(time && { Time }) });
  } catch {
    return undefined; // Go writes JSON, so this is not Go's
  }
}
