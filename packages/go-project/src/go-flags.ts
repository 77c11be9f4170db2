/** The flags in GOFLAGS, as the go command splits them: a word that begins with a quote ends with one (cmd/internal/quoted). */
export function splitGoFlags(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|\S+/g)].map(
    ([word, single, double]) => single ?? double ?? word,
  );
}
