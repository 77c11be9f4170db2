import { expected, type InputReader } from '@go-actions/action-kit';
import { parseTarget, type Target } from '@go-actions/go-project';

export type Inputs = ReturnType<typeof readInputs>;

const STRICTNESS = ['error', 'warn', 'off'] as const;

export const readInputs = (input: InputReader) => {
  const phase = input.choice('phase', ['plan', 'build', 'publish', 'verify', 'all']);
  const kind = input.choice('kind', ['go', 'artefact']);
  const floatingTags = input.choice('floating-tags', ['none', 'major', 'minor']);
  if (kind === 'go' && (floatingTags === 'major' || floatingTags === 'minor')) {
    input.complain(
      `\`floating-tags\` is "${floatingTags}"; a Go module must not have them, since Go keeps a tag's content for ever: expected "none", or \`kind: artefact\``,
    );
  }
  const assetsDir = input.optional('assets-dir');
  if (phase === 'publish' && !assetsDir)
    input.complain('`assets-dir` is empty; `phase: publish` takes what `phase: build` put there');
  const dryRun = input.flag('dry-run');
  const token = input.secret('token');
  if (!token && !dryRun && (phase === 'publish' || phase === 'verify' || phase === 'all')) {
    input.complain('`token` is empty; publishing needs one: leave it at its default, `github.token`');
  }
  return {
    phase,
    kind,
    floatingTags,
    assetsDir,
    workingDirectory: input.text('working-directory'),
    dryRun,
    bumpCheck: input.choice('bump-check', STRICTNESS),
    installCheck: input.choice('install-check', STRICTNESS),
    v0: input.choice('v0', ['minor', 'major']),
    buildMetadata: input.choice('build-metadata', ['reject', 'allow']),
    targets: input.parsed('targets', (): Target[] => {
      const targets = input.list('targets').map(parseTarget);
      return targets.length > 0 ? targets : expected('at least one target, such as "linux/amd64"');
    }),
    mains: input.list('mains'),
    ldflags: input.text('ldflags'),
    tags: input.list('build-tags'),
    cgo: input.flag('cgo'),
    archive: input.choice('archive', ['tar.gz', 'zip']),
    notes: input.choice('notes', ['own', 'none']),
    makeLatest: input.choice('make-latest', ['auto', 'true', 'false']),
    token,
  } as const;
};
