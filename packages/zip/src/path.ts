// The artifact service refuses these, and among them is what makes a path special on some system.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const REFUSED = /["<>:|*?\\\u0000-\u001f\u007f]/;

/** Throws `expected …` unless the path stays inside its folder on every system. */
export function checkPath(path: string): void {
  const safe = path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
  if (!safe) throw new Error(`expected a path inside the folder, found ${JSON.stringify(path)}`);
  if (REFUSED.test(path)) {
    throw new Error(
      `expected a name that every system takes (none of " < > : | * ? \\), found ${JSON.stringify(path)}`,
    );
  }
}
