/** What looks as if somebody were to fill it in: `{version}`, `{{ .Version }}`, `${VERSION}`. */
const PLACEHOLDER = /\$?\{\{[^{}]*\}\}|\$?\{[A-Za-z_][\w.-]*\}/g;

/** The first placeholder in linker flags that is none of `known`: the linker would write it into the binary as it is. */
export function findPlaceholder(ldflags: string, known: readonly string[]): string | undefined {
  return ldflags.match(PLACEHOLDER)?.find((each) => !known.includes(each));
}
