/**
 * The blocks of a file that `go tool cover -mode=set -var=NAME` instruments, as a profile has them without the count
 * (`3.14,5.2 1`): the tables behind the code hold lines, the columns in one number, and statements (cmd/cover, addVariables).
 */
export function parseCounters(instrumented: string): string[] {
  const tables = instrumented.slice(instrumented.lastIndexOf('\n\tPos: [3 * '));
  const positions = tables.matchAll(/^\t\t(\d+), (\d+), 0x([0-9a-f]+), \/\/ \[\d+\]$/gm);
  const statements = [...tables.matchAll(/^\t\t(\d+), \/\/ \d+$/gm)].map(([, count]) => count);
  return [...positions].map(([, start, end, columns = ''], i) => {
    const both = Number.parseInt(columns, 16);
    return `${start}.${both & 0xffff},${end}.${both >>> 16} ${statements[i] ?? 0}`;
  });
}
