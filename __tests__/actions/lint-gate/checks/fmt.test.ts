import { describe, expect, it } from 'vitest';
import { parseGofmt } from '../../../../actions/lint-gate/src/checks/fmt.ts';

const GOFMT = `diff main.go.orig main.go
--- main.go.orig
+++ main.go
@@ -3,10 +3,13 @@
 import "fmt"
 
 func main() {
-	var x int; _ = x
+	var x int
+	_ = x
 	x = 1
 	fmt.Printf("%d\\n", "é")
-if true { fmt.Println("x") }
+	if true {
+		fmt.Println("x")
+	}
 }
 
 func unused() {}
`;

describe('parseGofmt', () => {
  it('makes one finding of each place that gofmt would change', () => {
    expect(parseGofmt(GOFMT, '')).toMatchObject([
      { file: 'main.go', line: 6, rule: 'gofmt', fix: { start: 6, end: 6, text: '\tvar x int\n\t_ = x\n' } },
      {
        file: 'main.go',
        line: 9,
        rule: 'gofmt',
        fix: { start: 9, end: 9, text: '\tif true {\n\t\tfmt.Println("x")\n\t}\n' },
      },
    ]);
  });

  it('reports files that do not parse', () => {
    const stderr = "bad.go:2:6: expected 'IDENT', found '{'\n";
    const want = {
      file: 'bad.go',
      line: 2,
      column: 6,
      rule: 'syntax',
      message: "expected 'IDENT', found '{'",
    };
    expect(parseGofmt('', stderr)).toEqual([want]);
  });
});
