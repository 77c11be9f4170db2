import { isMap, isScalar, isSeq, parseDocument, type Scalar, visit } from 'yaml';

/** The repository and the ref (tag, branch or commit) that `$/` stands for. */
export type Self = { readonly repository: string; readonly ref: string };

/** Where the runner resolves `uses`: a job, a step of a job, a step of a composite action. */
const PLACES = [/^jobs\.[^.]+\.uses$/, /^jobs\.[^.]+\.steps\.\d+\.uses$/, /^runs\.steps\.\d+\.uses$/];

/**
 * A workflow or action manifest for engines that know neither `$/` nor `cache-mode` (GHES, act, actionlint): each
 * `uses: $/P` becomes `uses: OWNER/REPO/P@REF`, as the runner reads it, and the `cache-mode` of a job a comment. Every other
 * byte stays. Throws on YAML that does not parse and on the forms that GitHub rejects: `$/` alone and `$/P@ref`.
 */
export function materialise(text: string, self: Self): string {
  let result = '';
  let end = 0;
  for (const { path, start, stop } of findSelfReferences(text)) {
    result += `${text.slice(end, start)}${self.repository}/${path}@${self.ref}`;
    end = stop;
  }
  return withoutCacheMode(result + text.slice(end));
}

/** The key of a job stands alone on its line (a house test sees to it). */
export function withoutCacheMode(text: string): string {
  return text.replace(/^( {4})(cache-mode: [a-z-]+)(?=\s*(#.*)?$)/gm, '$1# $2');
}

/** A `$/P` of a text: P, and the span of `$/P` without quotes. */
export type SelfReference = { readonly path: string; readonly start: number; readonly stop: number };

/** All `$/P` at the places where the runner resolves them, in the order of the text. */
export function findSelfReferences(text: string): SelfReference[] {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw new Error(problem.message);
  const found: SelfReference[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      if (!isScalar(pair.key) || pair.key.value !== 'uses' || !isScalar(pair.value)) return;
      const value = pair.value.value;
      if (typeof value !== 'string' || !value.startsWith('$/')) return;
      const place = [...pathOf(ancestors), 'uses'].join('.');
      if (PLACES.some((pattern) => pattern.test(place))) found.push(locate(text, pair.value, value));
    },
  });
  return found.sort((a, b) => a.start - b.start);
}

function locate(text: string, scalar: Scalar, value: string): SelfReference {
  const path = value.slice(2);
  if (path === '' || path.includes('@')) {
    throw new Error(`\`uses: ${value}\`: expected $/ and a path, without @ref`);
  }
  const start = text.indexOf(value, scalar.range?.[0] ?? 0);
  if (start < 0 || start > (scalar.range?.[1] ?? 0)) {
    throw new Error(`\`uses: ${value}\`: expected it on one line, without escapes`);
  }
  return { path, start, stop: start + value.length };
}

/** The keys and indexes that lead to the map that is the last of the ancestors. */
function pathOf(ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((node, i) => {
    const child = ancestors[i + 1];
    if (isSeq(node)) return [String(node.items.indexOf(child as never))];
    const pair = isMap(node) ? node.items.find((item) => item === child) : undefined;
    return pair ? [isScalar(pair.key) ? String(pair.key.value).replaceAll('.', '_') : '?'] : [];
  });
}
