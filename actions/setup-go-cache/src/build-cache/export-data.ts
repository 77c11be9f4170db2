/**
 * A compiled package in GOCACHE is an `ar` archive whose first member, `__.PKGDEF`, is its export data: all that compiling
 * importers, `go vet`, `go list -export` and cached test results read. The members after it are for the linker alone.
 */
const MAGIC = '!<arch>\n';
const FIRST_MEMBER = '__.PKGDEF';
const MEMBER = 60;

/** Bytes from the start of a file that `exportDataEnd` needs. */
export const ARCHIVE_HEAD = MAGIC.length + MEMBER;

/**
 * What stands in place of the object code. A hole alone is not safe: with one, a link of other, whole archives drops the
 * `init` of a blank import without a word. An object of another "toolchain" makes the linker refuse every archive, and its
 * message quotes this line, so that the remedy stands where the job fails. It has to begin with `go object `
 * (cmd/link/internal/ld/lib.go, ldobj), and no Go's own header can look like it.
 */
const REFUSAL =
  'go object cut to its export data by setup-go-cache: this job links a program, so it needs `objects: full`\n';

/**
 * Where the export data of an archive ends, from its first bytes: an even offset, where the next member would begin.
 * Undefined for everything that is no archive, or has no room for the refusal behind its export data.
 */
export function exportDataEnd(head: Buffer, size: number): number | undefined {
  if (head.length < ARCHIVE_HEAD || head.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const member = head.toString('latin1', MAGIC.length, ARCHIVE_HEAD);
  const length = /^(\d{1,10}) *$/.exec(member.slice(48, 58))?.[1];
  if (member.slice(0, 16).trimEnd() !== FIRST_MEMBER || !member.endsWith('`\n') || !length) return undefined;
  const end = ARCHIVE_HEAD + Number(length);
  const even = end + (end % 2);
  return even + MEMBER + REFUSAL.length <= size ? even : undefined;
}

/**
 * The bytes that follow the export data of an archive that was `size` bytes long: the head of a member that reaches to the
 * end of the file, and the refusal as its first line. The rest of the file may be a hole.
 */
export function refusalMember(stored: number, size: number): Buffer {
  const fields = [
    '_go_.o'.padEnd(16),
    '0'.padEnd(12),
    '0'.padEnd(6),
    '0'.padEnd(6),
    '644'.padEnd(8),
    String(size - stored - MEMBER).padEnd(10),
    '`\n',
  ];
  return Buffer.from(fields.join('') + REFUSAL, 'latin1');
}
