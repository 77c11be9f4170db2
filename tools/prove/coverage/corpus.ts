import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { runChecked } from '@go-actions/action-kit';
import { createProject } from '@go-actions/test-kit';
import { askGo, type Comparison, compareNumbers, judge, type Report } from './differential.ts';

/** Packages of the standard library whose own tests are quick and need neither network nor privileges. */
const STD =
  'archive/... bufio bytes compress/... container/... context database/... debug/elf encoding/... errors expvar flag fmt go/ast go/build go/constant go/doc go/format go/parser go/printer go/scanner go/token hash/... html/... image/... index/... io io/fs log log/slog maps math math/big math/bits math/cmplx math/rand mime/... net/mail net/netip net/textproto net/url path path/filepath reflect regexp/... slices sort strconv strings sync/atomic text/... unicode/...'.split(
    ' ',
  );

export type Corpus = Comparison & { readonly problems: readonly string[] };

/** A repository on this computer: its tests run once, then coverage-gate and Go judge the same profile. */
export async function compareRepository(path: string): Promise<Corpus> {
  await using project = await createProject({});
  await project.exec('git', ['clone', '--quiet', '--no-hardlinks', path, '.']);
  const go = await askGo(project, 'local');
  return conclude(path, await judge(project, 'local'), go);
}

/** The standard library: each of its top folders, copied, is a module for us, so that the names in the profile lead there. */
export async function compareStandardLibrary(): Promise<Corpus> {
  await using project = await createProject({});
  const { stdout } = await runChecked('go', ['env', 'GOROOT'], { env: { GOTOOLCHAIN: 'local' } });
  const src = join(stdout.trim(), 'src');
  const folders = [...new Set(STD.map((pattern) => pattern.split('/')[0] ?? ''))];
  for (const folder of folders) {
    await cp(join(src, folder), project.path(folder), { recursive: true });
    await project.write({ [`${folder}/go.mod`]: `module ${folder}\n\ngo 1.24\n` });
  }
  const profile = project.path('cover-local.out');
  const go = await askGo(project, 'local', { cwd: src, profile, args: ['-short'], patterns: STD });
  return conclude('std', await judge(project, 'local', { packages: './bufio' }), go);
}

function conclude(version: string, report: Report, go: Awaited<ReturnType<typeof askGo>>): Corpus {
  const problems: string[] = [];
  const total = compareNumbers(report, go, (problem) => problems.push(`${version}: ${problem}`));
  const files = report.packages.flatMap((pkg) => pkg.files);
  return {
    version,
    packages: report.packages.length,
    functions: files.flatMap((file) => file.functions).length,
    lines: files.length,
    total,
    differences: problems.length,
    problems,
  };
}
