import type { InputReader } from '@go-actions/action-kit';
import { expected } from '@go-actions/action-kit';
import {
  formatImageName,
  type ImageName,
  isTag,
  parseImageName,
  parseReleaseVersion,
  type ReleaseVersion,
  readSigning,
  replaceRegistry,
} from '@go-actions/delivery';
import { judgeUser } from './contents/user.ts';
import { parseLabels } from './description.ts';
import { formatPlatform, isSamePlatform, type Platform, parsePlatform } from './platform.ts';
import { parseIgnoreList } from './scan/ignore.ts';
import { judgeListedTags } from './tags/tags.ts';

export type Inputs = ReturnType<typeof readInputs>;
export type PublishTarget = ReturnType<typeof readTarget>;
export type BuildInputs = Inputs['build'];
export type ScanInputs = Inputs['scan'];

export const readInputs = (input: InputReader) =>
  ({
    target: readTarget(input),
    build: readBuild(input),
    labels: input.parsed('labels', parseLabels),
    sbom: input.choice('sbom', ['spdx', 'off']),
    scan: {
      level: input.choice('scan', ['off', 'low', 'medium', 'high', 'critical']),
      ignore: input.parsed('scan-ignore', parseIgnoreList),
      db: input.optional('scan-db'),
    },
    signing: readSigning(input),
    workflowRef: input.env('GITHUB_WORKFLOW_REF'),
    verify: input.flag('verify'),
    dryRun: input.flag('dry-run'),
  }) as const;

/** Where the image goes, and under which tags. */
function readTarget(input: InputReader) {
  const image = input.parsed('image', parseImageName);
  const version = input.parsed('version', parseImageVersion);
  const tags = input.parsed('image-tags', (text): 'auto' | readonly string[] => {
    if (text === 'auto') return text;
    const tags = input.list('image-tags');
    return tags.length > 0 && tags.every(isTag) ? tags : expected('"auto", or tags such as "1.5 latest"');
  });
  if (version && Array.isArray(tags))
    judgeListedTags(tags, version).forEach((each) => void input.complain(each));
  return { image: chooseRegistry(input, image, version), version, tags };
}

function parseImageVersion(text: string): ReleaseVersion {
  const version = parseReleaseVersion(text);
  if (version.text.includes('+')) return expected('a version without "+", which no tag of an image can have');
  return isTag(version.text) ? version : expected('a version that a tag can have: at most 128 characters');
}

/** A prerelease goes to the staging registry, where there is one. */
function chooseRegistry(
  input: InputReader,
  image: ImageName | undefined,
  version: ReleaseVersion | undefined,
): ImageName {
  const prod = input.optional('registry-prod')?.replace(/\/+$/, '');
  const staging = input.optional('registry-staging')?.replace(/\/+$/, '');
  if ((prod === undefined) !== (staging === undefined))
    input.complain('`registry-prod` and `registry-staging` go together; expected both or none');
  if (!image || !version || !prod || !staging) return image as ImageName;
  const staged = input.parsed('registry-staging', (text) =>
    replaceRegistry(image, prod, text.replace(/\/+$/, '')),
  );
  if (!staged && !input.complaints.some((complaint) => complaint.includes('`registry-staging`')))
    input.complain(
      `\`image\` is ${formatImageName(image)}; expected it to start with \`registry-prod\`, ${prod}/`,
    );
  return version.prerelease ? (staged as ImageName) : image;
}

function readBuild(input: InputReader) {
  const builder = input.choice('builder', ['ko', 'dockerfile', 'oci']);
  const layout = input.optional('layout');
  if (builder === 'oci' && !layout)
    input.complain('`builder` is "oci", and `layout` is empty; expected the folder of an OCI image layout');
  if (builder && builder !== 'oci' && layout)
    input.complain(
      `\`layout\` is ${JSON.stringify(layout)}, and \`builder\` is "${builder}"; it goes with "oci" alone`,
    );
  return {
    builder,
    layout: layout ?? '',
    platforms: input.parsed('platforms', (): readonly Platform[] => {
      const platforms = input.list('platforms').map(parsePlatform);
      const double = platforms.find((platform, i) =>
        platforms.slice(0, i).some((other) => isSamePlatform(platform, other)),
      );
      if (double) return expected(`each platform once; ${formatPlatform(double)} is there twice`);
      return platforms.length > 0 ? platforms : expected('at least one platform');
    }),
    mains: input.list('mains'),
    base: input.parsed('base-image', (text) =>
      /^[a-z0-9][a-z0-9._:/-]*[a-z0-9](:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/.test(text)
        ? text
        : expected('an image such as "gcr.io/distroless/static-debian13:nonroot@sha256:…"'),
    ),
    user: input.parsed('user', (text) => {
      const verdict = judgeUser(text, undefined);
      return 'user' in verdict && /^\d+(:\d+)?$/.test(text)
        ? text
        : expected('numbers other than 0, such as "65532:65532"');
    }),
    cache: input.choice('cache', ['registry', 'off']),
  } as const;
}
