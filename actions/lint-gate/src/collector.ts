const MiB = 1024 ** 2;

/**
 * Settings of Go's garbage collector for a linter: it loads everything, judges it and ends, so that most of what it would
 * collect need not be. That is a quarter of its processor time for at most two and a half times the memory, and never more
 * than half of what is `available` (bytes). A job that has settings of its own keeps them.
 */
export function collectorSettings(
  { GOGC, GOMEMLIMIT }: { readonly GOGC: string | undefined; readonly GOMEMLIMIT: string | undefined },
  available: number,
): Readonly<Record<string, string>> {
  if (GOGC || GOMEMLIMIT) return {};
  return { GOGC: '400', GOMEMLIMIT: `${Math.floor(available / 2 / MiB)}MiB` };
}
