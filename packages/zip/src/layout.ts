/** A file to pack, deflated already (raw, RFC 1951); `crc` and `size` are those of the plain bytes. */
export type PackedFile = {
  readonly name: string;
  readonly mode: number;
  readonly crc: number;
  readonly size: number;
  readonly deflated: Buffer;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATE = 8;
const VERSION = 20;
const MADE_BY_UNIX = (3 << 8) | VERSION;
const UTF8_NAMES = 0x0800;
const REGULAR_FILE = 0o100000;
const LARGEST = 0xfffffffe;

/** Lays out a zip archive (PKWARE APPNOTE 6.3, without zip64) in the given order; every entry has the same time, in UTC. */
export function layOutZip(entries: readonly PackedFile[], time: Date): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const fields = common(entry, name.length, time);
    const local = Buffer.concat([uint32(LOCAL), fields, uint16(0), name, entry.deflated]);
    parts.push(local);
    directory.push(
      Buffer.concat([
        uint32(CENTRAL),
        uint16(MADE_BY_UNIX),
        fields,
        uint16(0, 0, 0, 0),
        uint32(((REGULAR_FILE | entry.mode) << 16) >>> 0, offset),
        name,
      ]),
    );
    offset += local.length;
    if (offset > LARGEST)
      throw new Error('The archive would be larger than 4 GiB, which a plain zip cannot be.');
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([
    uint32(END),
    uint16(0, 0, entries.length, entries.length),
    uint32(central.length, offset),
    uint16(0),
  ]);
  return Buffer.concat([...parts, central, end]);
}

/** The fields that the local header and the directory share, from "version needed" to the length of the name. */
function common({ crc, size, deflated }: PackedFile, nameLength: number, time: Date): Buffer {
  return Buffer.concat([
    uint16(VERSION, UTF8_NAMES, DEFLATE, ...dosTime(time)),
    uint32(crc, deflated.length, size),
    uint16(nameLength),
  ]);
}

/** Time and date as MS-DOS has them: two-second steps, years from 1980. */
function dosTime(time: Date): [number, number] {
  const year = Math.max(1980, time.getUTCFullYear());
  return [
    (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1),
    ((year - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate(),
  ];
}

function uint16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, 2 * index);
  return bytes;
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}
