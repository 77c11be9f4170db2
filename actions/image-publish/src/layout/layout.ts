import { createHash } from 'node:crypto';
import { json } from '@go-actions/action-kit';
import type { Platform } from '../platform.ts';

/** A content descriptor of the OCI image specification. */
export type Descriptor = {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Platform | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
};

export type Manifest = {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
};

/** The part of an image's configuration that is judged; the document as a whole is kept beside it. */
export type ImageConfig = {
  readonly platform: Platform;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[];
};

/** One image of a layout: what its manifest and its configuration say. */
export type Image = {
  readonly manifest: Manifest;
  readonly config: ImageConfig;
  /** The configuration as it was written, of which fields that nobody here knows are kept. */
  readonly document: Readonly<Record<string, unknown>>;
};

export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
export const CONFIG_TYPE = 'application/vnd.oci.image.config.v1+json';

const INDEX_TYPES = [INDEX_TYPE, 'application/vnd.docker.distribution.manifest.list.v2+json'];
const MANIFEST_TYPES = [MANIFEST_TYPE, 'application/vnd.docker.distribution.manifest.v2+json'];

/** Docker's names of layer formats; the bytes are the same. */
const DOCKER_LAYERS: Readonly<Record<string, string>> = {
  'application/vnd.docker.image.rootfs.diff.tar.gzip': 'application/vnd.oci.image.layer.v1.tar+gzip',
  'application/vnd.docker.image.rootfs.diff.tar': 'application/vnd.oci.image.layer.v1.tar',
};

export const isIndexType = (mediaType: string): boolean => INDEX_TYPES.includes(mediaType);
export const isManifestType = (mediaType: string): boolean => MANIFEST_TYPES.includes(mediaType);
export const ociLayerType = (mediaType: string): string => DOCKER_LAYERS[mediaType] ?? mediaType;

const readText = json.text(4_096);
const readDigest = json.matching(/sha256:[0-9a-f]{64}/, 'a sha256 digest');
const readTexts = json.map(readText, 1_000);
const readPlatform: json.Read<Platform> = (value, place) => {
  const { os, architecture, variant } = json.record({
    os: json.text(40),
    architecture: json.text(40),
    variant: json.optional(json.text(40)),
  })(value, place);
  return { os, architecture, ...(variant && { variant }) };
};
const readDescriptor: json.Read<Descriptor> = (value, place) => {
  const found = json.record({
    mediaType: json.text(200),
    digest: readDigest,
    size: json.number(0, 2 ** 40),
    platform: json.optional(readPlatform),
    annotations: json.optional(readTexts),
  })(value, place);
  return { ...found, annotations: found.annotations && Object.fromEntries(found.annotations) };
};
const readStrings = json.optional(json.list(readText, 1_000));

/** The descriptors of an index document, attestations of BuildKit included. */
export const parseIndex = (document: string): readonly Descriptor[] =>
  json.parse(document, json.record({ manifests: json.list(readDescriptor, 1_000) })).manifests;

export function parseManifest(document: string): Manifest {
  const { config, layers, annotations } = json.parse(
    document,
    json.record({
      config: readDescriptor,
      layers: json.list(readDescriptor, 1_000),
      annotations: json.optional(readTexts),
    }),
  );
  return { config, layers, annotations: Object.fromEntries(annotations ?? []) };
}

export function parseImage(manifest: Manifest, text: string): Image {
  const { config, rootfs, ...platform } = json.parse(
    text,
    json.record({
      os: json.text(40),
      architecture: json.text(40),
      variant: json.optional(json.text(40)),
      rootfs: json.record({ diff_ids: json.list(readDigest, 1_000) }),
      config: json.optional(
        json.record({
          User: json.optional(readText),
          Entrypoint: readStrings,
          Cmd: readStrings,
          Env: readStrings,
          WorkingDir: json.optional(readText),
          Labels: json.optional(readTexts),
        }),
      ),
    }),
  );
  const { variant, ...rest } = platform;
  return {
    manifest,
    document: JSON.parse(text) as Record<string, unknown>,
    config: {
      platform: { ...rest, ...(variant && { variant }) },
      user: config?.User ?? '',
      entrypoint: config?.Entrypoint ?? [],
      cmd: config?.Cmd ?? [],
      env: config?.Env ?? [],
      workingDir: config?.WorkingDir ?? '',
      labels: Object.fromEntries(config?.Labels ?? []),
      diffIds: rootfs.diff_ids,
    },
  };
}

/** BuildKit keeps its provenance and SBOM as manifests for the platform `unknown/unknown` (moby/buildkit: attestation-storage.md). */
export function isAttestation({ platform, annotations }: Descriptor): boolean {
  return platform?.os === 'unknown' || annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';
}

export const digestOf = (bytes: Buffer | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
