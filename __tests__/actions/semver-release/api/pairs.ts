/** Two versions of a package of one file, without its package clause, and the bump that Go's users need between them. */
export type ApiPair = {
  readonly name: string;
  /** `undefined`: there is no such package. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly want: 'none' | 'minor' | 'major';
  /** Why apidiff says this, where a strict reader of the Go 1 promise would ask for more. */
  readonly why?: string;
};

type Row = readonly [name: string, before: string | undefined, after: string | undefined];

const MAJOR: readonly Row[] = [
  ['a removed function', 'func A() {}\nfunc B() {}', 'func A() {}'],
  ['another type of a parameter', 'func F(int) {}', 'func F(int64) {}'],
  ['another result', 'func F() {}', 'func F() error { return nil }'],
  ['a variadic parameter instead of one', 'func F(int) {}', 'func F(...int) {}'],
  ['a variadic parameter at the end', 'func F(int) {}', 'func F(int, ...string) {}'],
  ['no variadic parameter any more', 'func F(...int) {}', 'func F([]int) {}'],
  ['a function that becomes generic', 'func F(int) {}', 'func F[T any](T) {}'],
  [
    'another direction of a channel',
    'func F() chan int { return nil }',
    'func F() <-chan int { return nil }',
  ],
  ['another length of an array', 'var V [3]int', 'var V [4]int'],
  ['a removed method', 'type T struct{}\nfunc (T) M() {}', 'type T struct{}'],
  ['a method that needs a pointer', 'type T struct{}\nfunc (T) M() {}', 'type T struct{}\nfunc (*T) M() {}'],
  ['another signature of a method', 'type T int\nfunc (T) M() {}', 'type T int\nfunc (T) M(int) {}'],
  ['a grown interface', 'type I interface{ M() }', 'type I interface{ M(); N() }'],
  ['a shrunk interface', 'type I interface{ M(); N() }', 'type I interface{ M() }'],
  ['an interface that is sealed', 'type I interface{ M() }', 'type I interface{ M(); m() }'],
  ['a shrunk sealed interface', 'type I interface{ m(); N() }', 'type I interface{ m() }'],
  [
    'an interface that embeds more',
    'type I interface{ M() }',
    'type E interface{ N() }\ntype I interface{ M(); E }',
  ],
  ['a removed field', 'type T struct{ A, B int }', 'type T struct{ A int }'],
  ['another type of a field', 'type T struct{ A int }', 'type T struct{ A string }'],
  ['a struct that cannot be compared any more', 'type T struct{ A int }', 'type T struct{ A int; b []int }'],
  [
    'a removed embedded type',
    'type E struct{ X int }\ntype T struct{ E }',
    'type E struct{ X int }\ntype T struct{ A int }',
  ],
  [
    'a field instead of an embedded type',
    'type E struct{ X int }\ntype T struct{ E }',
    'type E struct{ X int }\ntype T struct{ E E }',
  ],
  [
    'a field of an unexported type that a function gives',
    'type t struct{ A int }\nfunc F() t { return t{} }',
    'type t struct{}\nfunc F() t { return t{} }',
  ],
  [
    'a method of an unexported type in a variable',
    'type t int\nfunc (t) M() {}\nvar V t',
    'type t int\nvar V t',
  ],
  ['another value of a constant', 'const C = 1', 'const C = 2'],
  ['a constant in the middle of an iota', 'const (\n\tA = iota\n\tC\n)', 'const (\n\tA = iota\n\tB\n\tC\n)'],
  ['a constant that gets a type', 'const C = 1', 'const C int64 = 1'],
  ['a removed constant', 'const A, B = 1, 2', 'const A = 1'],
  ['a constant that becomes a variable', 'const C = 1', 'var C = 1'],
  ['a variable that becomes a constant', 'var V = 1', 'const V = 1'],
  ['a smaller underlying type', 'type T int64', 'type T int32'],
  ['another type of a variable', 'var V int', 'var V string'],
  ['a removed type', 'type T int\ntype U int', 'type T int'],
  ['another type behind an alias', 'type A = int', 'type A = string'],
  ['a narrower constraint', 'func G[T any](T) {}', 'func G[T comparable](T) {}'],
  ['one more type parameter of a type', 'type T[K any] struct{ A K }', 'type T[K, V any] struct{ A K; B V }'],
  ['a type that is not generic any more', 'type T[K any] struct{ A K }', 'type T struct{ A int }'],
  ['another type behind a generic alias', 'type A[T any] = []T', 'type A[T any] = map[string]T'],
  ['a removed package', 'func A() {}', undefined],
];

const MINOR: readonly Row[] = [
  ['a new function', 'func A() {}', 'func A() {}\nfunc B() {}'],
  ['a new method', 'type T struct{}', 'type T struct{}\nfunc (T) M() {}'],
  [
    'a method that needs no pointer any more',
    'type T struct{}\nfunc (*T) M() {}',
    'type T struct{}\nfunc (T) M() {}',
  ],
  ['a grown sealed interface', 'type I interface{ m() }', 'type I interface{ m(); N() }'],
  ['a new field', 'type T struct{ A int; b int }', 'type T struct{ A int; b int; C int }'],
  ['a new field of a struct without unexported ones', 'type T struct{ A int }', 'type T struct{ A, B int }'],
  [
    'a new embedded type',
    'type T struct{ A int; b int }',
    'type E struct{ X int }\ntype T struct{ A int; b int; E }',
  ],
  ['a new type', 'type T int', 'type T int\ntype U int'],
  ['a new constant at the end of an iota', 'const (\n\tA = iota\n\tB\n)', 'const (\n\tA = iota\n\tB\n\tC\n)'],
  ['a new alias', 'type T int', 'type T int\ntype A = T'],
  ['a new package', undefined, 'func A() {}'],
];

const NONE: readonly Row[] = [
  ['an unexported function', 'func a() {}', 'func a(int) {}'],
  ['another name of a parameter', 'func F(a int) {}', 'func F(b int) {}'],
  ['another name of a type parameter', 'func F[T any](T) {}', 'func F[U any](U) {}'],
  ['a comment', '// F does.\nfunc F() {}', '// F does it.\nfunc F() {}'],
  ['another body', 'func F() int { return 1 }', 'func F() int { return 2 }'],
  ['another value of a variable', 'var V = 1', 'var V = 2'],
  ['other tags of a struct', 'type T struct{ A int `json:"a"` }', 'type T struct{ A int `json:"b"` }'],
  [
    'an interface that embeds what it listed',
    'type E interface{ M() }\ntype I interface{ M() }',
    'type E interface{ M() }\ntype I interface{ E }',
  ],
  ['a struct behind an alias of the same type', 'type A = struct{ X int }', 'type A = struct{ X int }'],
  ['an unexported type that nothing shows', 'type t struct{ A int }', 'type t struct{}'],
  ['any instead of interface{}', 'func F(interface{}) {}', 'func F(any) {}'],
];

const rows = (want: ApiPair['want'], all: readonly Row[]): ApiPair[] =>
  all.map(([name, before, after]) => ({ name, before, after, want }));

/** Where apidiff asks for less than it could; what it says is what we go by. */
const LENIENT: readonly ApiPair[] = [
  {
    name: 'a function that becomes a variable',
    before: 'func F() {}',
    after: 'var F = func() {}',
    want: 'minor',
    why: 'every call of it still compiles',
  },
  {
    name: 'a larger underlying type',
    before: 'type T int32',
    after: 'type T int64',
    want: 'minor',
    why: 'every value of the old type is one of the new type',
  },
  {
    name: 'a defined type that becomes an alias of a basic one',
    before: 'type T int',
    after: 'type T = int',
    want: 'none',
    why: 'only a type switch that names both stops compiling',
  },
  {
    name: 'a smaller union',
    before: 'type N interface{ ~int | ~string }',
    after: 'type N interface{ ~int }',
    want: 'none',
    why: 'it does not compare the type sets of constraints',
  },
];

/** The edges of the language, each as one change of a package. */
export const API_PAIRS: readonly ApiPair[] = [
  ...rows('major', MAJOR),
  ...rows('minor', MINOR),
  ...rows('none', NONE),
  ...LENIENT,
];

/** The module of all pairs, one package each, at its two versions: file -> text. */
export function layOutPairs(version: 'before' | 'after'): Record<string, string> {
  const files = API_PAIRS.flatMap((pair, index) => {
    const text = pair[version];
    return text === undefined ? [] : [[`p${index}/p.go`, `package p\n\n${text}\n`] as const];
  });
  return { 'go.mod': 'module m.test/lib\n\ngo 1.24\n', ...Object.fromEntries(files) };
}

/** The lines of a whole diff that are about one pair. */
export function linesOf(lines: readonly string[], index: number): string[] {
  return lines.filter(
    (line) => line.startsWith(`./p${index}.`) || line.startsWith(`package m.test/lib/p${index}:`),
  );
}
