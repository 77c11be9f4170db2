import { expected } from '@go-actions/action-kit';

/** A platform as an image index has it (OCI image index, `platform`). */
export type Platform = { readonly os: string; readonly architecture: string; readonly variant?: string };

const ARCHITECTURES = /^(386|amd64|arm|arm64|loong64|mips64le|ppc64le|riscv64|s390x)$/;

/** `linux/amd64`, or `linux/arm/v7`. Only Linux: the checks on the built image read its files. */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant, ...rest] = text.split('/');
  const known = os === 'linux' && ARCHITECTURES.test(architecture) && rest.length === 0;
  if (!known || (variant !== undefined && !/^v[1-9]$/.test(variant)))
    return expected('platforms such as "linux/amd64", "linux/arm64" or "linux/arm/v7"');
  return { os, architecture, ...(variant && { variant }) };
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** Variants that go without saying (containerd: platforms/database.go). */
const USUAL: Readonly<Record<string, string>> = { arm64: 'v8', arm: 'v7', amd64: 'v1' };

export function isSamePlatform(a: Platform, b: Platform): boolean {
  const variant = (platform: Platform) => platform.variant ?? USUAL[platform.architecture] ?? '';
  return a.os === b.os && a.architecture === b.architecture && variant(a) === variant(b);
}

/** What differs between the platforms of an index and those asked for, one sentence each. */
export function comparePlatforms(found: readonly Platform[], asked: readonly Platform[]): string[] {
  const missing = asked.filter((platform) => !found.some((other) => isSamePlatform(platform, other)));
  const extra = found.filter((platform) => !asked.some((other) => isSamePlatform(platform, other)));
  const double = found.filter((platform, i) =>
    found.slice(0, i).some((other) => isSamePlatform(platform, other)),
  );
  return [
    ...missing.map(
      (platform) =>
        `\`platforms\` asks for ${formatPlatform(platform)}, which the image does not have (does the base image?)`,
    ),
    ...extra.map(
      (platform) => `the image has ${formatPlatform(platform)}, which \`platforms\` does not name`,
    ),
    ...double.map((platform) => `the image has ${formatPlatform(platform)} twice`),
  ];
}
