import { run } from '@go-actions/action-kit';
import { type GoMod, type GoWork, parseGoMod, parseGoWork } from '@go-actions/go-project';
import type { Project } from '@go-actions/test-kit';

type Edited = {
  Module?: { Path?: string };
  Go?: string;
  Toolchain?: string;
  Require?: { Path: string; Version: string; Indirect?: boolean }[] | null;
  Exclude?: { Path: string; Version: string }[] | null;
  Replace?: { Old: { Path: string; Version?: string }; New: { Path: string; Version?: string } }[] | null;
  Retract?: { Low: string; High: string }[] | null;
  Tool?: { Path: string }[] | null;
  Ignore?: { Path: string }[] | null;
  GoDebug?: { Key: string; Value: string }[] | null;
  Use?: { DiskPath: string }[] | null;
};

/** The oracle: what the go command itself reads from a go.mod; `undefined` when it refuses the file. */
export async function goModOracle(project: Project, text: string): Promise<GoMod | undefined> {
  const json = await edit(project, 'mod', 'case.mod', text);
  return (
    json && {
      module: json.Module?.Path ?? '',
      ...goLines(json),
      require: (json.Require ?? []).map((r) => ({
        path: r.Path,
        version: r.Version,
        indirect: r.Indirect ?? false,
      })),
      exclude: (json.Exclude ?? []).map((e) => ({ path: e.Path, version: e.Version })),
      replace: replacements(json),
      retract: (json.Retract ?? []).map((r) => ({ low: r.Low, high: r.High })),
      tool: (json.Tool ?? []).map((t) => t.Path),
      ignore: (json.Ignore ?? []).map((i) => i.Path),
      godebug: Object.fromEntries((json.GoDebug ?? []).map((g) => [g.Key, g.Value])),
    }
  );
}

type ComparedWork = Omit<GoWork, 'godebug' | 'toolchain'>;

/** The oracle for go.work; `go work edit -json` prints neither godebug nor toolchain: they stay out of the comparison. */
export async function goWorkOracle(project: Project, text: string): Promise<ComparedWork | undefined> {
  const json = await edit(project, 'work', 'case.work', text);
  return (
    json && { ...goLines(json), use: (json.Use ?? []).map((u) => u.DiskPath), replace: replacements(json) }
  );
}

export function ourGoMod(text: string): GoMod | undefined {
  try {
    return parseGoMod(text);
  } catch (error) {
    return refusal(error, /^go\.mod:\d+: \S/);
  }
}

export function ourGoWork(text: string): ComparedWork | undefined {
  try {
    const { godebug: _, toolchain: __, ...rest } = parseGoWork(text);
    return rest;
  } catch (error) {
    return refusal(error, /^go\.work:\d+: \S/);
  }
}

function refusal(error: unknown, form: RegExp): undefined {
  if (!(error instanceof Error) || !form.test(error.message)) throw error;
  return undefined;
}

async function edit(
  project: Project,
  command: string,
  file: string,
  text: string,
): Promise<Edited | undefined> {
  await project.write({ [file]: text });
  const result = await run('go', [command, 'edit', '-json', file], {
    cwd: project.dir,
    env: { GOTOOLCHAIN: 'local' },
  });
  return result.code === 0 ? (JSON.parse(result.stdout) as Edited) : undefined;
}

function goLines(json: Edited): { go?: string; toolchain?: string } {
  return { ...(json.Go && { go: json.Go }), ...(json.Toolchain && { toolchain: json.Toolchain }) };
}

function replacements(json: Edited): GoMod['replace'] {
  const side = (v: { Path: string; Version?: string }) =>
    v.Version ? { path: v.Path, version: v.Version } : { path: v.Path };
  return (json.Replace ?? []).map((r) => ({ old: side(r.Old), new: side(r.New) }));
}
