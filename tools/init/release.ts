import { posix } from 'node:path';
import { counted } from '@go-actions/action-kit';
import { isHelper } from '@go-actions/go-build';
import type { Facts } from './facts.ts';
import {
  type Choice,
  chooseFolder,
  freePath,
  listPeers,
  type PlannedFile,
  renderWith,
} from './planned-file.ts';

/** Actions that publish a release when a tag is pushed; two of them would do it twice. */
const PEERS =
  /^(goreleaser\/goreleaser-action|softprops\/action-gh-release|ncipollo\/release-action|svenstaro\/upload-release-action|googleapis\/release-please-action|cycjimmy\/semantic-release-action)$|goreleaser/;

/** The workflow of a release by tag, with the delivery of the program where the repository has an image or a chart. */
export function planRelease(facts: Facts): PlannedFile[] {
  const programs = listPrograms(facts);
  if (programs.length === 0 && facts.versionTags === 0) return [];
  const nested = facts.nestedTags > 0;
  const released = [...chooseFolder(facts), ...chooseMains(facts, programs)];
  const delivered = planDelivery(facts, programs);
  const text = `# Pushing a tag such as v1.5.0 releases it. Push at most three tags at once: GitHub starts nothing for more.
name: Release

on:
  push:
    tags: ${nested ? "['v*.*.*', '**/v*.*.*']" : "['v*.*.*']"}

concurrency:
  group: release
  cancel-in-progress: false

permissions: {}

jobs:
  release:
    uses: ${facts.suite}/.github/workflows/go-release.yml@v1
    permissions:
      contents: write # the release and its assets
${renderWith(released)}${delivered.text}`;
  const built =
    programs.length > 0
      ? `${counted(programs.length, 'program')} to build: ${programs.join(', ')}`
      : 'a library: the release has notes and no binaries';
  const tagged =
    facts.versionTags > 0
      ? `${counted(facts.versionTags, 'version tag')} so far`
      : 'no version tag so far: the first one can be v0.1.0';
  const twice = listPeers(facts, PEERS).map(
    ({ path, peers }) => `${path} releases, too (${peers.join(', ')}): keep one of the two`,
  );
  const reasons = [built, tagged, ...delivered.reasons, ...twice];
  return [{ path: freePath(facts, ['release', 'go-release'], 'go-release.yml'), text, reasons }];
}

/** The main packages that a tag of the root module stands for; nested modules have tags of their own. */
const listMains = ({ modules }: Facts): readonly string[] =>
  (modules.find(({ dir }) => dir === '.') ?? modules[0])?.mains ?? [];

const listPrograms = (facts: Facts): string[] => listMains(facts).filter((path) => !isHelper(path));

function chooseMains(facts: Facts, programs: readonly string[]): Choice[] {
  const helpers = listMains(facts).filter(isHelper);
  if (helpers.length === 0) return [];
  const reason = `helpers and examples are not released: ${helpers.join(', ')}`;
  return [{ input: 'mains', value: programs.length > 0 ? programs.join(' ') : 'none', reason }];
}

/** The image and the chart, when the repository has a Dockerfile or a chart: GitHub's own registry needs no further secret. */
function planDelivery(facts: Facts, programs: readonly string[]): { text: string; reasons: string[] } {
  const { dockerfile, chart } = facts;
  const [main] = programs;
  if (!main || !(dockerfile || chart)) return { text: '', reasons: [] };
  const repository = (facts.repository ?? 'OWNER/REPO').toLowerCase();
  const owner = posix.dirname(repository);
  const program = programs.find((path) => posix.basename(path) === posix.basename(repository)) ?? main;
  const choices: Choice[] = [
    { input: 'version', value: '${{ needs.release.outputs.version }}', reason: 'the release of this run' },
    {
      input: 'image',
      value: `ghcr.io/${repository}`,
      reason: 'the registry that the job can log in to by itself',
    },
    ...(programs.length > 1
      ? [
          {
            input: 'mains',
            value: program,
            reason: `one image, one program; the others: ${programs.filter((path) => path !== program).join(', ')}`,
          },
        ]
      : []),
    ...(chart
      ? [
          { input: 'chart', value: chart, reason: 'rendered and checked before it is pushed' },
          { input: 'chart-registry', value: `oci://ghcr.io/${owner}/charts`, reason: 'beside the image' },
        ]
      : []),
  ];
  const text = `
  deliver:
    needs: release
    uses: ${facts.suite}/.github/workflows/go-deliver.yml@v1
    permissions:
      contents: read # checkout
      packages: write # ghcr.io
      id-token: write # the login and the signature
${renderWith(choices)}`;
  const reasons = [
    ...(dockerfile
      ? [
          `${dockerfile}: ko builds the image of ${program} without it; \`builder: dockerfile\` where it needs more than the program`,
        ]
      : []),
    ...(chart ? [`${chart}: published beside the image`] : []),
  ];
  return { text, reasons };
}
