import { expect, it } from 'vitest';
import {
  applyEdits,
  type DockerConfig,
  type Edit,
  type Ended,
  planEdits,
  revertEdits,
} from '../../../../actions/oidc-registry-login/src/docker-config/config.ts';

const SEED = 20261121;
const WALKS = 500;

/** A small generator with a printed seed (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Job = { written: Edit[]; before: Edit[] };

it(`jobs that log in and out of a few hosts in any order leave the config as it was (seed ${SEED})`, () => {
  const random = createRandom(SEED);
  const hosts = ['a.test', 'docker.io', '__proto__', 'b.test:5000'];
  const starts: DockerConfig[] = [
    {},
    { auths: { 'a.test': { auth: 'own' } } },
    { auths: { 'docker.io': {} }, credsStore: 'desktop', HttpHeaders: { 'User-Agent': 'x' } },
    { credHelpers: { 'a.test': 'gcloud', 'b.test:5000': 'ecr-login' }, plugins: { x: { y: 'z' } } },
  ];
  for (let walk = 0; walk < WALKS; walk++) {
    const start = starts[random(starts.length)] ?? {};
    // Without a helper a login may write nothing but a removal, which nobody can tell from another one's.
    const mixed = random(2) === 0;
    const running: Job[] = [];
    let config = start;
    let ended: Ended = {};
    for (let step = 0; step < 12 || running.length > 0; step++) {
      if (step < 12 && random(2) === 0) {
        const helper = mixed && random(2) === 0 ? undefined : `helper-${step}`;
        const credential = { username: 'u', secret: `s${walk}-${step}` };
        const edits = planEdits(hosts[random(hosts.length)] ?? '', credential, helper);
        const edited = applyEdits(config, edits);
        config = edited.config;
        running.push(edited);
      } else if (running.length > 0) {
        const [job] = running.splice(random(running.length), 1);
        if (job) ({ config, ended } = revertEdits(config, job, ended, step));
      }
    }
    expect({ walk, config }).toEqual({ walk, config: start });
    if (!mixed) expect({ walk, ended }).toEqual({ walk, ended: {} });
  }
});
