import { inspectBinary, readExecutable } from '@go-actions/go-build';
import { describe, expect, it } from 'vitest';

/** A thin Mach-O file of 64 bits that loads one library (mach-o/loader.h). */
function machO(library: string): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32LE(0xfeedfacf, 0);
  bytes.writeUInt32LE(1, 16); // one load command
  bytes.writeUInt32LE(0xc, 32); // LC_LOAD_DYLIB
  bytes.writeUInt32LE(64, 36);
  bytes.writeUInt32LE(24, 40); // where its name starts
  bytes.write(library, 56, 'latin1');
  return bytes;
}

/** A Windows executable of 64 bits with one section, in which its import directory names one library ("PE Format"). */
function pe(library: string): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write('MZ', 'latin1');
  bytes.writeUInt32LE(64, 0x3c);
  bytes.write('PE', 64, 'latin1');
  bytes.writeUInt16LE(1, 70); // sections
  bytes.writeUInt16LE(128, 84); // size of the optional header, which starts at 88
  bytes.writeUInt16LE(0x20b, 88);
  bytes.writeUInt32LE(2, 196); // directories
  bytes.writeUInt32LE(0x1000, 208); // the second one: imports
  bytes.writeUInt32LE(256, 224); // virtual size of the section, whose header starts at 216
  bytes.writeUInt32LE(0x1000, 228);
  bytes.writeUInt32LE(256, 232);
  bytes.writeUInt32LE(256, 236); // where it starts in the file
  bytes.writeUInt32LE(0x80000040, 252); // initialized data that can be written
  bytes.writeUInt32LE(0x1080, 268); // the name of the first import
  bytes.write(library, 384, 'latin1');
  return bytes;
}

describe('readExecutable', () => {
  it('sees the shared libraries of a dynamic program', async () => {
    const { executable } = await inspectBinary('/bin/sh');
    expect(executable).toMatchObject({ format: 'ELF', libraries: [expect.stringMatching(/^libc\./)] });
    expect(executable?.interpreter).toMatch(/ld/);
  });

  it.each([
    {
      name: 'Mach-O',
      bytes: machO('/usr/lib/libSystem.B.dylib'),
      want: { format: 'Mach-O', libraries: ['/usr/lib/libSystem.B.dylib'], buildInfoRanges: [] },
    },
    {
      name: 'PE',
      bytes: pe('kernel32.dll'),
      want: { format: 'PE', libraries: ['kernel32.dll'], buildInfoRanges: [{ start: 256, end: 512 }] },
    },
    {
      name: 'WebAssembly',
      bytes: Buffer.from('\0asm\u0001\0\0\0', 'latin1'),
      want: { format: 'WebAssembly', libraries: [], buildInfoRanges: [] },
    },
  ])('reads what $name asks of its system', ({ bytes, want }) => {
    expect(readExecutable(bytes)).toEqual({ interpreter: undefined, ...want });
  });

  it.each([
    { name: 'text', text: '#!/bin/sh\necho this is no program at all, but it is long enough to be one\n' },
    { name: 'nothing', text: '' },
    { name: 'the first bytes of a program', text: '\x7fELF' },
  ])('knows no format for $name', ({ text }) => {
    expect(readExecutable(Buffer.from(text, 'latin1'))).toBeUndefined();
  });

  it.each([
    { name: 'Mach-O', bytes: machO('/usr/lib/libSystem.B.dylib').subarray(0, 60) },
    { name: 'PE', bytes: pe('kernel32.dll').subarray(0, 300) },
    { name: 'ELF', bytes: Buffer.concat([Buffer.from('\x7fELF\x02\x01', 'latin1'), Buffer.alloc(20, 0xff)]) },
  ])('says that a cut $name is damaged', ({ bytes }) => {
    expect(() => readExecutable(bytes)).toThrow('The executable is damaged');
  });
});
