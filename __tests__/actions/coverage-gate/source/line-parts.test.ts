import { describe, expect, it } from 'vitest';
import { cover } from './covered-source.ts';

describe('lines of blocks', () => {
  const source =
    'package p\n\nfunc F(a int) int {\n\tif a > 0 {\n\t\t// why\n\t\ta++\n\n\t\ta--\n\t}\n\treturn `\n` + "x"\n}\n';
  const old = ['3.19,4.11 1 1', '4.11,9.3 2 0', '10.2,11.8 1 1'];
  const since127 = ['4.2,4.11 1 1', '6.3,7.1 1 0', '8.3,9.1 1 0', '10.2,12.1 1 1'];
  it('are the same for the blocks of Go 1.26 and of 1.27', () => {
    const status = (profile: string[]) => {
      const { table, file } = cover(source, profile);
      return [...file.code.parts.line].map(
        (line, i) => `${line}:${(table.count[file.code.parts.block[i] ?? 0] ?? 0) > 0}`,
      );
    };
    expect(status(old)).toEqual(['4:true', '6:false', '8:false', '10:true', '11:true']);
    expect(status(since127)).toEqual(status(old));
  });

  it('are two for a line of two blocks', () => {
    const { file } = cover('package p\nfunc F(a int) { if a > 0 { return } }\n', [
      '2.15,2.26 1 1',
      '2.26,2.36 1 0',
    ]);
    expect([...file.code.parts.line]).toEqual([2, 2]);
  });
});
