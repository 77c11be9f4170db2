import type { Random } from './random.ts';

/** A Go package made up at random: files by name, all of them valid Go that ends. */
export type GeneratedPackage = { readonly name: string; readonly files: Readonly<Record<string, string>> };

/**
 * Writes a package with what coverage tools stumble over: functions in functions, literals at package level, switches, select,
 * goto, empty bodies, comments and blank lines in odd places, raw strings, Windows line ends, other alphabets, generics,
 * methods, functions without a body, several statements on a line.
 */
export function generatePackage(name: string, random: Random): GeneratedPackage {
  const writer = new PackageWriter(random);
  const source = writer.source(name);
  const calls = writer.names
    .filter(() => random.chance(0.75))
    .map((call) => `\t_ = ${call}(${random.below(9) - 4})\n`);
  const test = `package ${name}\n\nimport "testing"\n\nfunc TestAll(t *testing.T) {\n${calls.join('')}}\n`;
  const files = {
    'code.go': random.chance(0.15) ? source.replaceAll('\n', '\r\n') : source,
    'code_test.go': test,
  };
  // A function without a body compiles only beside assembly.
  return { name, files: writer.assembly ? { ...files, 'empty.s': '' } : files };
}

class PackageWriter {
  /** Functions that take an int and return one. */
  readonly names: string[] = [];
  /** Whether a function has no body. */
  assembly = false;
  readonly #random: Random;
  #counter = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  source(name: string): string {
    const parts = Array.from({ length: 2 + this.#random.below(5) }, () => this.#declaration());
    const comment = this.#random.pick(['', '// Package of a kind.\n', '/* header\n   over lines */\n']);
    return `${comment}package ${name}\n\n${parts.join(this.#random.pick(['\n', '\n\n', '\n// between\n\n']))}`;
  }

  #declaration(): string {
    const random = this.#random;
    const name = `${random.pick(['f', 'größe', 'G_', 'Δ'])}${this.#fresh()}`;
    switch (random.below(12)) {
      case 0:
        if (random.chance(0.5)) this.names.push(name);
        return `var ${name} = func(x int) int {\n${this.#block(1)}\treturn x\n}\n`;
      case 1:
        return `func init() {\n\tx := 1\n${this.#block(1)}\t_ = x\n}\n`;
      case 2:
        return `func _() {\n\tx := 1\n${this.#block(1)}\t_ = x\n}\n`;
      case 3:
        this.assembly = true;
        return `func ${name}NoBody(x int) int\n`;
      case 4:
        this.names.push(`(&T${name}{}).m`);
        return `type T${name} struct{ a int }\n\nfunc (t *T${name}) m(x int) int {\n${this.#block(1)}\treturn x + t.a\n}\n`;
      case 5:
        this.names.push(name);
        return `func ${name}[N interface {\n\t~int | ~int64\n}](y N) N {\n\tx := int(y)\n${this.#block(1)}\treturn N(x)\n}\n`;
      case 6:
        this.names.push(name);
        return `func ${name}(x int) int { ${this.#oneLine()}; return x }\n`;
      case 7:
        return `func ${name}Empty() {${random.pick(['', '\n', '\n\t// nothing\n', ' /* nothing */ '])}}\n`;
      case 8:
        this.names.push(name);
        return `func ${name}(\n\tx int, // the only one\n) (\n\tresult int,\n) {\n${this.#block(1)}\treturn x\n}\n`;
      default:
        this.names.push(name);
        return `func ${name}(x int) int {${random.pick(['', ' // opens', ' /* a */'])}\n${this.#block(1)}\treturn x\n}\n`;
    }
  }

  #block(depth: number): string {
    const count = depth > 3 ? 1 : 1 + this.#random.below(4);
    return (
      Array.from({ length: count }, () => this.#noise(depth) + this.#statement(depth)).join('') +
      this.#noise(depth)
    );
  }

  #noise(depth: number): string {
    return this.#random.pick([
      '',
      '',
      '',
      '\n',
      `${tabs(depth)}// a remark\n`,
      '\n\n',
      `${tabs(depth)}/* over\n\n lines */\n`,
      `\n${tabs(depth)}// apart\n\n`,
    ]);
  }

  #statement(depth: number): string {
    const t = tabs(depth);
    const random = this.#random;
    if (depth > 4) return `${t}x++\n`;
    const inner = () => this.#block(depth + 1);
    const condition = () =>
      random.pick([
        'x > 0',
        'x%2 == 0',
        'x < -2 && x > -9',
        `(x == 3 ||\n${t}\tx == 1)`,
        `func() bool { return x > ${random.below(4)} }()`,
      ]);
    const id = this.#fresh();
    switch (random.below(22)) {
      case 0:
        return `${t}if ${condition()} {${random.pick(['', ' // then'])}\n${inner()}${t}}\n`;
      case 1:
        return `${t}if ${condition()} {\n${inner()}${t}} else {\n${inner()}${t}}\n`;
      case 2:
        return `${t}if y := x + 1; y > 2 {\n${inner()}${t}} else if ${condition()} {\n${inner()}${t}} else /* if not */ {\n${inner()}${t}}\n`;
      case 3:
        return `${t}for i${id} := 0; i${id} < ${random.below(3)}; i${id}++ {\n${inner()}${t}}\n`;
      case 4:
        return `${t}for _, v := range []int{1, 2} {\n${t}\tx += v\n${inner()}${t}}\n`;
      case 5:
        return this.#switch(depth);
      case 6:
        return `${t}select {\n${t}case <-make(chan int):\n${inner()}${t}default:\n${inner()}${t}}\n`;
      case 7:
        return `${t}switch v := any(x).(type) {\n${t}case int:\n${t}\tx += v\n${inner()}${t}case string, error: // both\n${t}\t_ = v\n${t}}\n`;
      case 8:
        return `${t}defer func() {\n${inner()}${t}}()\n`;
      case 9:
        return `${t}g${id} := func(x int) int {\n${inner()}${t}\treturn x\n${t}}\n${random.pick(['', '\n'])}${t}x = g${id}(\n${t}\tx,\n${t})\n`;
      case 10:
        return `${t}if x > 100 {\n${t}\tgoto done${id}\n${t}}\n${t}x--\n${this.#noise(depth)}${t.slice(1)}done${id}:\n${t}x++\n`;
      case 11:
        return `${t.slice(1)}loop${id}:\n${t}for i := 0; i < 2; i++ {\n${t}\tfor {\n${t}\t\tif x > 0 {\n${t}\t\t\tcontinue loop${id}\n${t}\t\t}\n${t}\t\tbreak loop${id}\n${t}\t}\n${t}}\n`;
      case 12:
        return `${t}x += len(\`raw {\n\n// not a comment\n}\`)\n`;
      case 13:
        return `${t}{\n${inner()}${t}}\n`;
      case 14:
        return `${t}if ${condition()} {${random.pick(['', '\n', `\n${t}\t// nothing\n${t}`])}}\n`;
      case 15:
        return `${t}const (\n${t}\tA${id} = iota\n\n${t}\t// the second\n${t}\tB${id}\n${t})\n${t}x += A${id} + B${id}\n`;
      case 16:
        return `${t}x += map[string]int{\n${t}\t"a": 1,\n\n${t}\t// more\n${t}\t"b": 2,\n${t}}["a"]\n`;
      case 17:
        return `${t}${this.#oneLine()}; x++ /* and */; x--\n`;
      case 18:
        return `${t}if x > 1<<40 {\n${inner()}${t}\tpanic("never")\n${t}}\n`;
      case 19:
        return `${t}func() { x++ }()\n`;
      case 20:
        return `${t}x = x +\n\n${t}\t// in the middle\n${t}\t1\n`;
      default:
        return `${t}x += ${random.below(5)}${random.pick(['', ' // trailing', ' /* a */ /* b */'])}\n`;
    }
  }

  #switch(depth: number): string {
    const t = tabs(depth);
    const random = this.#random;
    const tag = random.pick(['x ', 'y := x; y ', '']);
    const values = [0, 1, 2, 3].filter(() => random.chance(0.6));
    const clauses = values.map((value, i) => {
      const through = i < values.length - 1 && random.chance(0.2) ? `${t}\tfallthrough\n` : '';
      const body = random.chance(0.8) ? this.#block(depth + 1) : '';
      return `${t}case ${tag ? value : `x == ${value}`}:${random.pick(['', ' // why'])}\n${body}${through}`;
    });
    const otherwise = random.chance(0.5) ? `${t}default:\n${this.#block(depth + 1)}` : '';
    return `${t}switch ${tag}{\n${clauses.join('')}${otherwise}${t}}\n`;
  }

  #oneLine(): string {
    return this.#random.pick([
      'if x > 0 { x-- }',
      'if x > 9 { x = 0 } else { x++ }',
      'for i := 0; i < 2; i++ { x += i }',
      'func() { if x > 0 { x = -x } }()',
      'x, _ = x+1, 2',
      'switch { case x > 1: x--; default: x++ }',
    ]);
  }

  #fresh(): number {
    this.#counter += 1;
    return this.#counter;
  }
}

const tabs = (depth: number): string => '\t'.repeat(depth);
