import type { Scene } from './scene.ts';

const DELIVER = 'tools/demo/callers/deliver.yml';
/** A version that is out: image and chart, published and deployed in three jobs. */
const DELIVERY = {
  history: { kind: 'tag', change: 'pull-request', title: 'feat(journal): tell its size', tag: 'v0.2.0' },
  caller: 'tools/demo/callers/delivery.yml',
  workflow: 'tools/demo/callers/delivery.yml',
  peers: 'delivery',
  extra: true,
} as const;
const IMAGE_TAGS = ['0.2', '0.2.0', 'latest'];

/** A released version becomes an image, a chart and what runs; and four ways in which that is hindered. */
export const DELIVERY_SCENES: readonly Scene[] = [
  {
    ...DELIVERY,
    name: 'deliver',
    story:
      'Tag v0.2.0 is released, its image for two platforms and its chart are published and signed; what is pulled is started, and says 0.2.0.',
    history: { ...DELIVERY.history, change: 'small-service', title: 'feat: a lamp' },
    caller: DELIVER,
    workflow: '.github/workflows/go-deliver.yml',
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': ['0.2.0'] },
    runs: [
      {
        exit: 'success',
        jobs: { publish: 'success', image: 'success', chart: 'success', check: 'skipped', deploy: 'success' },
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-wrong-version',
    story:
      'Image and chart are published, but what answers is still the version before: the last job is red, and says so.',
    vars: { ANSWERS: 'v0.1.0' },
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': ['0.2.0'] },
    runs: [
      {
        exit: 'failure',
        jobs: { image: 'success', chart: 'success', deploy: 'failure' },
        summaries: [/wrong version/i, /v0\.1\.0/],
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-root-image',
    story: 'The image would run as root: it is refused before anything is sent, and nothing follows.',
    vars: { IMAGE_USER: '0' },
    delivered: { 'team/beacon': [], 'charts/beacon': [] },
    runs: [
      {
        exit: 'failure',
        jobs: { image: 'failure', chart: 'skipped', deploy: 'skipped' },
        summaries: [/it runs as root/],
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-broken-values',
    story: "The values of production break the chart's schema: the chart is published for no environment.",
    history: { ...DELIVERY.history, change: 'broken-values', title: 'feat(deploy): more replicas' },
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': [] },
    runs: [
      {
        exit: 'failure',
        jobs: { image: 'success', chart: 'failure', deploy: 'skipped' },
        summaries: [/deploy\/values\/prod\.yaml/, /replicas/],
      },
    ],
  },
  {
    ...DELIVERY,
    name: 'deliver-registry-flaky',
    story:
      'The registry answers every few requests with an error, resets a connection, cuts a body or loses an answer: all of it is published in the end.',
    vars: { FAULTS: 'passing' },
    delivered: { 'team/beacon': IMAGE_TAGS, 'charts/beacon': ['0.2.0'] },
    runs: [{ exit: 'success', jobs: { image: 'success', chart: 'success', deploy: 'success' } }],
  },
];
