import { cp } from 'node:fs/promises';
import { ActionError, formatDuration, runChecked } from '@go-actions/action-kit';
import {
  createDeliveryLandscape,
  createProject,
  type DeliveryLandscape,
  type Project,
} from '@go-actions/test-kit';
import { inRoot } from '@go-actions/tools';

const ROUNDS = 5;
const PLATFORMS = 'linux/amd64,linux/arm64';
const MAIN = 'example.com/beacon/cmd/api';

/**
 * `npm run bench -- deliver`: the image of the example service for two platforms beside `ko build` alone, both with warm caches
 * and without a push; then the same version published once, and once more: what a rerun on a finished version takes and sends.
 */
export async function command(): Promise<void> {
  await using landscape = await createDeliveryLandscape({ tools: ['crane', 'ko', 'cosign'] });
  await using project = await createProject({}, { git: true });
  await cp(inRoot('examples', 'go-service'), project.dir, { recursive: true });
  await project.commit('feat: a service');
  const sha = await project.git('rev-parse', 'HEAD');

  const ours = () => publish(landscape, project, sha, { 'dry-run': 'true' });
  const ko = () => buildAlone(landscape, project);
  await ours();
  await ko();
  const times = { ours: [] as number[], ko: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.ours.push(await measure(ours));
    times.ko.push(await measure(ko));
  }
  const [mine, alone] = [median(times.ours), median(times.ko)];
  console.log(`An image for ${PLATFORMS}, warm (median of ${ROUNDS}, in turns)\n`);
  console.log(`  image-publish, dry run  ${formatDuration(mine)}`);
  console.log(`  ko build alone          ${formatDuration(alone)}`);
  console.log(`  ratio ${(mine / alone).toFixed(2)}, difference ${formatDuration(mine - alone)}\n`);

  const first = await measure(() => publish(landscape, project, sha, {}));
  const sent = landscape.proxy.requests.length;
  const again = await measure(() => publish(landscape, project, sha, {}));
  const requests = landscape.proxy.requests.slice(sent);
  const writes = requests.filter(({ method }) => !/^(GET|HEAD)$/.test(method));
  console.log(`Published with SBOMs, provenance and signature: ${formatDuration(first)}`);
  console.log(
    `The same again: ${formatDuration(again)}, ${requests.length} requests, ${writes.length} of them writes`,
  );
}

async function publish(
  landscape: DeliveryLandscape,
  project: Project,
  sha: string,
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  const { code, stdout } = await landscape.run('image-publish', project, {
    inputs: {
      image: `${landscape.proxy.host}/team/beacon`,
      version: '1.5.0',
      platforms: PLATFORMS,
      mains: MAIN,
      'base-image': landscape.base,
      scan: 'off',
      sign: 'key',
      'sign-key': landscape.signingKey,
      'sign-password': landscape.signingPassword,
      ...changes,
    },
    env: { GITHUB_SHA: sha },
  });
  if (code !== 0) throw new ActionError(`image-publish failed.\n${stdout}`);
}

async function buildAlone(landscape: DeliveryLandscape, project: Project): Promise<void> {
  const flags = [
    '--push=false',
    '--bare',
    '--sbom=none',
    `--platform=${PLATFORMS}`,
    '--oci-layout-path=ko-layout',
  ];
  await runChecked('ko', ['build', ...flags, MAIN], {
    cwd: project.dir,
    env: {
      ...landscape.env,
      KO_DOCKER_REPO: `${landscape.registry.host}/team/alone`,
      KO_DEFAULTBASEIMAGE: landscape.base,
      GOFLAGS: '-buildvcs=true',
      TZ: 'UTC',
    },
  });
}

async function measure(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
