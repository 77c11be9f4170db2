import type { Platform } from '../platform.ts';
import {
  CONFIG_TYPE,
  type Descriptor,
  digestOf,
  type Image,
  INDEX_TYPE,
  MANIFEST_TYPE,
  ociLayerType,
} from './layout.ts';

/** What is said about the image, on the index, on every manifest and in every configuration. */
export type Description = {
  /** Ours win over what the base image or the builder says. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly created: number;
  /** Whether what the image says of itself comes from its base image alone, and is about that (ko-build/ko#1231, #1395). */
  readonly ofBase: boolean;
};

/** A document of an image with its descriptor, ready to be written. */
export type Blob = { readonly descriptor: Descriptor; readonly text: string };

/** One platform of an image as it is published. */
export type PlatformImage = {
  readonly platform: Platform;
  readonly manifest: Blob;
  readonly config: Blob;
  readonly layers: readonly Descriptor[];
};

export type AssembledImage = { readonly index: Blob; readonly images: readonly PlatformImage[] };

/** The same images under one index, described, in OCI's formats; it depends on the arguments alone. */
export function assembleImage(
  images: readonly { readonly platform: Platform; readonly image: Image; readonly user: string }[],
  description: Description,
): AssembledImage {
  const assembled = images.map(({ platform, image, user }) =>
    assemblePlatform(platform, image, user, description),
  );
  const index = blob(INDEX_TYPE, {
    schemaVersion: 2,
    mediaType: INDEX_TYPE,
    manifests: assembled.map(({ platform, manifest }) => ({ ...manifest.descriptor, platform })),
    annotations: sorted(description.annotations),
  });
  return { index, images: assembled };
}

function assemblePlatform(
  platform: Platform,
  { manifest, config, document }: Image,
  user: string,
  { annotations, created, ofBase }: Description,
): PlatformImage {
  const labels = ofBase ? withoutImageKeys(config.labels) : config.labels;
  const inner = (document.config ?? {}) as Readonly<Record<string, unknown>>;
  const configBlob = blob(CONFIG_TYPE, {
    ...document,
    created: timestamp(created),
    config: { ...inner, User: user, Labels: sorted({ ...labels, ...annotations }) },
  });
  const layers = manifest.layers.map(({ mediaType, digest, size }) => ({
    mediaType: ociLayerType(mediaType),
    digest,
    size,
  }));
  return {
    platform,
    layers,
    config: configBlob,
    manifest: blob(MANIFEST_TYPE, {
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: configBlob.descriptor,
      layers,
      annotations: sorted({ ...(ofBase ? {} : manifest.annotations), ...annotations }),
    }),
  };
}

const withoutImageKeys = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels).filter(([name]) => !name.startsWith('org.opencontainers.image.')),
  );

function blob(mediaType: string, document: object): Blob {
  const text = JSON.stringify(document);
  return { text, descriptor: { mediaType, digest: digestOf(text), size: Buffer.byteLength(text) } };
}

/** RFC 3339 in UTC, without fractions. */
export const timestamp = (seconds: number): string =>
  new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');

const sorted = (record: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
