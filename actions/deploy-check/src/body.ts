/** What must, or must not, stand in a body. */
export type BodyRule = { readonly line: string; readonly wanted: boolean; readonly found: string | RegExp };

/** A line of `body`: a text, or a pattern between slashes; after a `!` it must not be there. Throws `expected …`. */
export function parseBodyRule(line: string): BodyRule {
  const wanted = !line.startsWith('!');
  const text = wanted ? line : line.slice(1).trim();
  if (text === '') throw new Error('expected a text or a /pattern/ after "!"');
  const [, source] = /^\/(.+)\/$/.exec(text) ?? [];
  return { line, wanted, found: source === undefined ? text : parsePattern(source) };
}

function parsePattern(source: string): RegExp {
  try {
    return new RegExp(source, 'mu');
  } catch {
    throw new Error(`expected a regular expression between the slashes of "/${source}/"`);
  }
}

/** The first rule that a body breaks, as a reason. What was not read whole may hold anything. */
export function findBroken(
  { body, isWhole }: { readonly body: string; readonly isWhole: boolean },
  rules: readonly BodyRule[],
): string | undefined {
  for (const { line, wanted, found } of rules) {
    const isThere = typeof found === 'string' ? body.includes(found) : found.test(body);
    const text = JSON.stringify(wanted ? line : line.slice(1).trim());
    if (wanted && !isThere) return `its body has no ${text}`;
    if (!wanted && isThere) return `its body has ${text}`;
    if (!wanted && !isWhole) return `not all of its body can be read, so that it may have ${text}`;
  }
  return undefined;
}
