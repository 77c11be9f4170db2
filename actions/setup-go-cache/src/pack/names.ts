/** A module path or version: Go's own character set (golang.org/x/mod/module), no empty, dot or dot-dot element. */
export function isModuleName(name: unknown): boolean {
  return typeof name === 'string' && /^[\w.~!+/-]+$/.test(name) && name.split('/').every(isElement);
}

/** A file inside a module's zip: relative, with slashes, without anything that a file system reads as more than a name. */
export function isFileName(name: unknown): boolean {
  return typeof name === 'string' && !/[\p{Cc}\\:*?"<>|]/u.test(name) && name.split('/').every(isElement);
}

export function isPlainName(name: unknown): boolean {
  return isFileName(name) && !String(name).includes('/');
}

/** Files that keep their names below GOCACHE: Go's fuzz corpus, and the programs that this action has installed. */
export const FUZZ = 'fuzz';
export const TOOLS = 'setup-go-cache-tools';

export function isNamedFile(name: unknown): boolean {
  return isFileName(name) && [FUZZ, TOOLS].some((folder) => String(name).startsWith(`${folder}/`));
}

function isElement(element: string): boolean {
  return element !== '' && element !== '.' && element !== '..';
}
