import { expect, it } from 'vitest';
import { findMissing } from '../../../../actions/lint-gate/src/checks/generate.ts';

it.each([
  {
    name: 'a program that is not on PATH',
    output: 'a.go:3: running "stringer": exec: "stringer": executable file not found in $PATH\n',
    want: ['stringer'],
  },
  {
    name: 'one on Windows',
    output: 'a.go:3: running "mockgen": exec: "mockgen": executable file not found in %PATH%\r\n',
    want: ['mockgen'],
  },
  {
    name: 'a tool that go.mod does not name',
    output: 'go: no such tool "stringer"\na.go:3: running "go": exit status 2\n',
    want: ['stringer'],
  },
  {
    name: 'a program that a shell does not find',
    output: 'sh: 1: protoc: not found\nx/b.go:1: running "sh": exit status 127\n',
    want: ['protoc'],
  },
  {
    name: 'a program that bash does not find',
    output: 'bash: line 1: buf: command not found\nx/b.go:1: running "bash": exit status 127\n',
    want: ['buf'],
  },
  {
    name: 'several',
    output:
      'a.go:3: running "stringer": exec: "stringer": executable file not found in $PATH\nb/b.go:1: running "mockgen": exec: "mockgen": executable file not found in $PATH\n',
    want: ['stringer', 'mockgen'],
  },
  {
    name: 'nothing where another generator failed by itself',
    output:
      'a.go:3: running "stringer": exec: "stringer": executable file not found in $PATH\nb/b.go:1: running "./gen.sh": exit status 1\n',
    want: [],
  },
  { name: 'nothing where one failed', output: 'a.go:3: running "go": exit status 1\n', want: [] },
  {
    name: 'nothing in words of a generator',
    output: 'stringer: not found\na.go:3: running "stringer": exit status 1\n',
    want: [],
  },
  {
    name: 'nothing where a file of the repository is missing',
    output: 'a.go:3: running "./gen.sh": fork/exec ./gen.sh: no such file or directory\n',
    want: [],
  },
  { name: 'nothing in silence', output: '', want: [] },
])('findMissing finds $name', ({ output, want }) => expect(findMissing(output)).toEqual(want));
