import { findFunctions } from './functions.ts';
import { scanGo } from './go-scanner.ts';
import { TOKEN } from './go-tokens.ts';

/** Whether a source has statements that a profile must know of: a function with a name and something in its body. */
export function hasStatements(source: Buffer): boolean {
  const tokens = scanGo(source);
  return findFunctions(source, tokens).some((func) => {
    if (func.name === '_') return false; // cmd/cover leaves functions without a name alone
    const last = tokens.lineStart[func.endLine - 1] ?? 0;
    const close = tokens.end.indexOf(last + func.endCol - 1);
    // `{}`: the brace before the closing one is the one that opens the body.
    return tokens.kind[close - 1] !== TOKEN.leftBrace;
  });
}
