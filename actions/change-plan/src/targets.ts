/** One entry of the build matrix. */
export type Target = { readonly target: string; readonly goos: string; readonly goarch: string };

/** Parses `linux/amd64`; which pairs exist is for the go command of the build to say. Throws `expected …`. */
export function parseTarget(text: string): Target {
  const match = /^([a-z0-9]+)\/([a-z0-9]+)$/.exec(text);
  if (!match?.[1] || !match[2])
    throw new Error(`expected GOOS/GOARCH such as "linux/amd64", found ${JSON.stringify(text)}`);
  return { target: text, goos: match[1], goarch: match[2] };
}
