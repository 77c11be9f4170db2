import { expected, type InputReader } from '@go-actions/action-kit';
import { findPlaceholder, uniqueTargets } from '@go-actions/go-build';
import { parseTarget, type Target } from '@go-actions/go-project';
import { PLACEHOLDERS } from './build/stamp.ts';

export type Inputs = ReturnType<typeof readInputs>;

const STRICTNESS = ['error', 'warn', 'off'] as const;
const SBOM_FORMATS = ['cyclonedx', 'spdx'] as const;

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
    dryRun,
    assetsDir,
    token,
    place: {
      kind,
      workingDirectory: input.text('working-directory'),
      modules: input.list('modules'),
    },
    version: {
      driver: input.parsedOptional('driver', () => input.choice('driver', ['tag', 'commit'])),
      branches: {
        release: input.list('release-branches'),
        prerelease: input.list('prerelease-branches'),
        maintenance: input.list('maintenance-branches'),
      },
      squash: input.choice('squash', ['title', 'paragraphs', 'bullets']),
      previousTag: input.optional('previous-tag'),
    },
    policy: {
      kind,
      bumpCheck: input.choice('bump-check', STRICTNESS),
      installCheck: input.choice('install-check', STRICTNESS),
      v0: input.choice('v0', ['minor', 'major']),
      buildMetadata: input.choice('build-metadata', ['reject', 'allow']),
    },
    build: {
      targets: input.parsed('targets', (): Target[] => {
        const targets = uniqueTargets(input.list('targets').map(parseTarget));
        return targets.length > 0 ? targets : expected('at least one target, such as "linux/amd64"');
      }),
      mains: input.list('mains'),
      ldflags: input.parsed('ldflags', (text): string => {
        const placeholder = findPlaceholder(text, PLACEHOLDERS);
        return placeholder === undefined
          ? text
          : expected(`no placeholders but ${PLACEHOLDERS.join(', ')}, and it has ${placeholder}`);
      }),
      tags: input.list('build-tags'),
      cgo: input.flag('cgo'),
      command: input.argv('before-build'),
      extraFiles: input.lines('extra-files').flatMap((line) => line.split(/[\s,]+/)),
      archive: input.choice('archive', ['tar.gz', 'zip']),
      reproducible: input.choice('reproducible', ['off', 'sample', 'all']),
      sbom: input.parsed('sbom', () => readSbomFormats(input)),
    },
    notes: input.choice('notes', ['own', 'github', 'none']),
    publish: {
      makeLatest: input.choice('make-latest', ['auto', 'true', 'false']),
      floatingTags,
    },
    runner: {
      /** What the job sets for its own builds; none of it has a part in a release. */
      goflags: input.env('GOFLAGS') ?? '',
      /** The folder that the runner empties before each job; `undefined` without a runner. */
      temp: input.env('RUNNER_TEMP'),
      /** Whether the machine was made for this job and goes with it. */
      isHosted: input.env('RUNNER_ENVIRONMENT') === 'github-hosted',
    },
  } as const;
};

function readSbomFormats(input: InputReader): readonly (typeof SBOM_FORMATS)[number][] {
  const formats = input.list('sbom');
  if (formats.length === 1 && formats[0] === 'none') return [];
  return [...new Set(formats)].map(
    (format) =>
      SBOM_FORMATS.find((known) => known === format) ??
      expected(`"none", or some of ${SBOM_FORMATS.join(', ')}`),
  );
}
