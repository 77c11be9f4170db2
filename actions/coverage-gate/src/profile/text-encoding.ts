/** Why bytes are not the UTF-8 text that go writes, as a noun; `undefined` when they look like it. PowerShell 5 writes UTF-16. */
export function describeEncoding(start: Uint8Array): string | undefined {
  const [a, b] = start;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  const head = start.subarray(0, 512);
  if (!head.includes(0)) return undefined;
  const even = head.filter((byte, i) => i % 2 === 0 && byte === 0).length;
  const odd = head.filter((byte, i) => i % 2 === 1 && byte === 0).length;
  return Math.max(even, odd) * 3 > head.length
    ? 'UTF-16 without a byte order mark'
    : 'not a text: it has NUL bytes';
}
