import { dirname, join, posix, relative, sep } from 'node:path';
import type { Replace } from '@go-actions/go-project';
import type { Answer, RawFinding } from './answer.ts';
import type { Check, Task } from './check.ts';

export const replace: Check = {
  speed: 'light',
  about: 'go.mod replaces modules only as allowed',
  presets: ['standard', 'strict'],
  scope: 'files',
  run: checkReplaces,
};

async function checkReplaces({ module, checkout, settings, disk }: Task): Promise<Answer> {
  const text = (await disk.readText(join(module.dir, 'go.mod'))) ?? '';
  const own = { file: 'go.mod', folder: module.name, text, replace: module.declared.goMod.replace };
  const leaves = (folder: string, path: string) => disk.leaves(join(checkout.root, folder, path));
  const findings = judgeReplaces(own, settings.replaceAllowed, leaves);
  if (!checkout.workspace || module !== checkout.modules[0]) return { findings };
  const { file, goWork } = checkout.workspace;
  const folder = relative(checkout.root, dirname(file)).replaceAll(sep, '/') || '.';
  const work = { file, folder, text: (await disk.readText(file)) ?? '', replace: goWork.replace };
  return { findings: [...findings, ...judgeReplaces(work, settings.replaceAllowed, leaves)] };
}

/** A go.mod or go.work with its replace lines. */
export type ReplaceFile = {
  /** What the findings call the file: absolute, or relative to the module. */
  readonly file: string;
  /** Its folder relative to the repository's root. */
  readonly folder: string;
  readonly text: string;
  readonly replace: readonly Replace[];
};

/**
 * Judges the replace directives of a file: a folder of this repository is fine, a folder outside of it never is (nobody
 * else has it), nor one that links lead out (`leaves`), and another module only where `allowed` knows the replaced module's
 * path.
 */
export function judgeReplaces(
  source: ReplaceFile,
  allowed: (modulePath: string) => boolean,
  leaves: (folder: string, path: string) => boolean = () => false,
): RawFinding[] {
  return source.replace.flatMap((directive) => {
    const local = directive.new.version === undefined;
    const { path } = directive.new;
    const outside = local && (isOutside(path, source.folder) || leaves(source.folder, path));
    if (local ? !outside : allowed(directive.old.path)) return [];
    const what = `${directive.old.path} => ${[directive.new.path, directive.new.version].filter(Boolean).join(' ')}`;
    const why = outside
      ? 'names a folder outside of the repository, which nobody else has'
      : 'builds another module than the one that is required; allow it with `replace-allow`, or remove it';
    return [
      {
        file: source.file,
        line: lineOf(source.text, directive),
        rule: 'replace',
        message: `replace ${what} ${why}.`,
      },
    ];
  });
}

function isOutside(path: string, from: string): boolean {
  const slashed = path.replaceAll('\\', '/');
  if (posix.isAbsolute(slashed) || /^[A-Za-z]:/.test(slashed)) return true;
  const normal = posix.join(from, slashed);
  return normal === '..' || normal.startsWith('../');
}

/** The line with the directive: the first one that holds both paths around an arrow. */
function lineOf(text: string, { old, new: target }: Replace): number {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/\/\/.*$/, ''));
  const at = lines.findIndex((line) => {
    const [left = '', right] = line.split('=>');
    return right !== undefined && left.includes(old.path) && right.includes(target.path);
  });
  return at + 1 || 1;
}
