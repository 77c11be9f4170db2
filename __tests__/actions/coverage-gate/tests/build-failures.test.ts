import { expect, it } from 'vitest';
import { buildFailure } from '../../../../actions/coverage-gate/src/tests/build-failures.ts';
import { TestLog } from '../../../../actions/coverage-gate/src/tests/test-log.ts';

const ID = 'm/p [m/p.test]';

/** A package that did not build, with what the compiler said. */
function failureOf(...output: string[]) {
  const log = new TestLog();
  log.open();
  for (const line of output) log.add({ Action: 'build-output', ImportPath: ID, Output: `${line}\n` });
  log.add({ Action: 'build-fail', ImportPath: ID });
  log.add({ Action: 'fail', Package: 'm/p', FailedBuild: ID });
  const [pkg] = log.results;
  if (!pkg) throw new Error('no result');
  const { message, places } = buildFailure(pkg, log);
  return { message, places: places.map(({ file, line }) => `${file}:${line}`) };
}

it.each([
  { name: 'the compiler', output: ['# m/p', 'p/a.go:3:5: undefined: x'], want: ['p/a.go:3'] },
  { name: 'vet', output: ['# m/p', 'vet: p/a_test.go:7:2: Printf'], want: ['p/a_test.go:7'] },
  {
    name: 'a C compiler, in the copy of the file that is covered',
    output: [
      "$WORK/b142/c.cover.go: In function 'two':",
      "$WORK/b142/c.cover.go:3:25: error: 'retrun' undeclared",
    ],
    want: ['c.go:3'],
  },
  { name: 'the loader, without a place', output: ['package m/p: cannot find module'], want: [] },
])('has the places that $name names', ({ output, want }) => {
  expect(failureOf(...output).places).toEqual(want);
});

it('takes the first place for its message, else all that was said', () => {
  expect(failureOf('# m/p', 'p/a.go:3:5: undefined: x', 'p/a.go:4:5: y').message).toBe('undefined: x');
  expect(failureOf('# m/p', 'ld: one', 'ld: two').message).toBe('ld: one\nld: two');
});

it('Go before 1.24 says it in plain text, in a section of the package', () => {
  const log = new TestLog();
  log.open();
  const said = [
    'go build m/p:',
    '# pkg-config --cflags  -- nope',
    'Package nope was not found',
    '# m/q',
    'q.go:1: no',
  ];
  for (const line of said) log.addForeign(line);
  log.addFailedBuild('m/p', 'build failed');
  const [pkg] = log.results;
  expect(pkg && buildFailure(pkg, log).message).toBe('Package nope was not found');
});
