import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../../actions/change-plan/src/graph/graph.ts';
import {
  findBuilt,
  nameProgramsOf,
  startsItself,
} from '../../../../actions/change-plan/src/reads/programs.ts';
import { packageNode } from '../package-node.ts';

const PROGRAMS = nameProgramsOf(
  buildGraph([
    packageNode('m/cmd/app', 'cmd/app', { main: true }),
    packageNode('m/cmd/ctl/v2', 'cmd/ctl/v2', { main: true }),
    packageNode('m/lib', 'lib'),
  ]),
);

describe('a program that a test starts', () => {
  it.each([
    { line: 'exec.Command("../bin/app", "-v")', want: [['m/cmd/app']] },
    { line: 'exec.Command("app.exe")', want: [['m/cmd/app']] },
    { line: 'exec.CommandContext(t.Context(), "/usr/local/bin/ctl")', want: [['m/cmd/ctl/v2']] },
    { line: 'exec.Command(filepath.Join(dir, "app"), args...)', want: [['m/cmd/app']] },
    { line: 'exec.Command("./out/server")', want: ['any'] },
    { line: 'exec.Command(os.Getenv("BIN"))', want: ['any'] },
    { line: 'exec.Command(', want: ['any'] },
    { line: 'c := exec.Cmd{Args: args, Path: "../bin/app"}', want: [['m/cmd/app']] },
    { line: 'c := &exec.Cmd{', want: ['any'] },
    { line: 'syscall.ForkExec("../bin/app", nil, nil)', want: [['m/cmd/app']] },
    { line: 'exec.Command("make", "app")', want: ['any'] },
    { line: 'exec.Command("sh", "-c", script)', want: ['any'] },
    { line: 'exec.Command("sh", "-c", "cd .. && go build ./cmd/app")', want: ['any'] },
    { line: 'exec.Command("bash", "-c", "app --version")', want: [['m/cmd/app']] },
    { line: 'exec.Command("sh", "-c", "exit 3")', want: [undefined] },
    { line: 'exec.Command("git", "init")', want: [undefined] },
    { line: 'exec.Command("/bin/true"); exec.Command("app")', want: [undefined, ['m/cmd/app']] },
    { line: 'exec.Command(os.Args[0], "-test.run=Helper")', want: [undefined] },
    { line: 'osexec.Command(bin).Run()', want: ['any'] },
    { line: 'icmd.RunCommand("../bin/app")', want: [['m/cmd/app']] },
    { line: 'exec.New().Command("app")', want: [['m/cmd/app']] },
    { line: 'exec.Command("python3", "../run.py")', want: ['any'] },
    { line: 'exec.Command("npm", "run", "e2e")', want: ['any'] },
    { line: 'exec.Command("openssl", "version")', want: [undefined] },
    { line: 'root.AddCommand(sub)', want: [] },
  ])('$line', ({ line, want }) => {
    const built = findBuilt(line, PROGRAMS, false).map((found) =>
      typeof found === 'object' ? [...found] : found,
    );
    expect(built).toEqual(want);
  });

  it('may be the test itself, by a variable', () => {
    expect(startsItself('exe, err := os.Executable()')).toBe(true);
    expect(findBuilt('exec.Command(exe)', PROGRAMS, true)).toEqual([undefined]);
    expect(findBuilt('exec.Command(exe)', PROGRAMS, false)).toEqual(['any']);
  });
});
