import type { ArtifactService } from '@go-actions/test-kit';
import type { Fact, Scene } from '../scene.ts';
import { startCallsPeer } from './calls-peer.ts';
import type { Checkout } from './checkout.ts';
import { startDeliveryPeer } from './delivery-peer.ts';
import { startForkPeer } from './fork-peer.ts';
import { startLoginPeer } from './login-peer.ts';
import { startOldGit } from './old-git-peer.ts';
import { startReleasePeer } from './release-peer.ts';
import { startReleasesPeer } from './releases-peer.ts';
import { startReportPeer } from './report-peer.ts';
import { startTrapPeer } from './trap-peer.ts';

/** The servers on loopback that a scene needs beside the engine's own. */
export type Peers = AsyncDisposable & {
  /** Variables by which the jobs find them, as a hosted runner would set them. */
  readonly env: Readonly<Record<string, string>>;
  /** `vars.*` of the workflow. */
  readonly vars: Readonly<Record<string, string>>;
  /** `secrets.*` of the workflow, beside the token. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Folders of programs for the jobs. */
  readonly path?: readonly string[];
  /** Where the runs keep their artifacts, when one of them reads another's. */
  readonly artifacts?: ArtifactService;
  /** What the runs after the first one are about; default: what the first is about. */
  readonly laterEvent?: Checkout['event'];
  /** Called after each run of the event: what one run left is told from what the next one does. */
  afterRun(): Promise<void>;
  /** What the scene left behind, asked for after its last run. */
  readFacts(): Promise<Fact[]>;
};

export type Setting = {
  readonly scene: Scene;
  readonly repository: string;
  readonly checkout: Checkout;
  readonly tag: string;
  readonly targets: readonly string[];
};

export const NOBODY: Peers = {
  env: {},
  vars: {},
  afterRun: async () => undefined,
  readFacts: async () => [],
  [Symbol.asyncDispose]: async () => undefined,
};

const START = {
  none: async () => NOBODY,
  release: startReleasePeer,
  releases: startReleasesPeer,
  login: startLoginPeer,
  fork: startForkPeer,
  trap: startTrapPeer,
  calls: startCallsPeer,
  'old-git': startOldGit,
  report: startReportPeer,
  delivery: startDeliveryPeer,
} as const;

export async function startPeers(
  scene: Scene,
  around: Pick<Setting, 'repository' | 'checkout'>,
): Promise<Peers> {
  const tag = scene.history.kind === 'tag' ? scene.history.tag : '';
  return START[scene.peers]({
    ...around,
    scene,
    tag,
    targets: (scene.with?.targets ?? '').split(',').filter(Boolean),
  });
}
