import {
  atLine,
  effectiveReplaces,
  type Once,
  onlyArgument,
  parseGodebug,
  parseReplace,
  type Replace,
  readGoLine,
} from './go-mod.ts';
import { parseDirectives } from './mod-syntax.ts';

export type GoWork = {
  readonly go?: string;
  readonly toolchain?: string;
  /** Folders as written, relative to the go.work file. */
  readonly use: readonly string[];
  readonly replace: readonly Replace[];
  readonly godebug: Readonly<Record<string, string>>;
};

/** Parses the text of a go.work file; what `go work edit -json` accepts. Throws `go.work:LINE: …`. */
export function parseGoWork(text: string): GoWork {
  const use: string[] = [];
  const replace: Replace[] = [];
  const godebug: [string, string][] = [];
  const once: Once = {};
  for (const directive of parseDirectives('go.work', text)) {
    atLine('go.work', directive, ({ verb, args }) => {
      if (verb === 'use') use.push(onlyArgument(args));
      else if (verb === 'replace') replace.push(parseReplace(args));
      else if (verb === 'godebug') godebug.push(parseGodebug(args));
      else if (!readGoLine(once, verb, args)) throw new Error(`unknown directive: ${verb}`);
    });
  }
  return { ...once, use, replace: effectiveReplaces(replace), godebug: Object.fromEntries(godebug) };
}
