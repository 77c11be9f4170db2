/** `0 files`, `1 file`, `2 files`; `plural` for a noun that does not take an `s`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
