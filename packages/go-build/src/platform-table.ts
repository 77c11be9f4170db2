/** The GOOS/GOARCH pairs that work, from Go's own table (internal/platform/zosarch.go). */
export function parsePlatforms(source: string): string[] {
  const rows = source.matchAll(/^\t\{"(\w+)", "(\w+)"\}: +\{(.*)\},$/gm);
  return [...rows].flatMap(([, goos, goarch, facts = '']) =>
    facts.includes('Broken: true') ? [] : [`${goos}/${goarch}`],
  );
}
