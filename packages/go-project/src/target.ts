/** A platform to build for. `variant` is the value of the architecture's own variable, for example GOARM. */
export type Target = {
  readonly goos: string;
  readonly goarch: string;
  readonly variant?: string;
};

/** The variable that each architecture's third component sets (`go help environment`), and the values that Go takes. */
const VARIANTS: Readonly<
  Record<string, { readonly variable: string; readonly values: RegExp; readonly example: string }>
> = {
  '386': { variable: 'GO386', values: /^(sse2|softfloat)$/, example: 'softfloat' },
  amd64: { variable: 'GOAMD64', values: /^v[1-4]$/, example: 'v3' },
  arm: { variable: 'GOARM', values: /^[567](,(softfloat|hardfloat))?$/, example: '7' },
  arm64: { variable: 'GOARM64', values: /^v(8\.[0-9]|9\.[0-5])(,(lse|crypto))*$/, example: 'v8.0' },
  mips: { variable: 'GOMIPS', values: /^(hard|soft)float$/, example: 'softfloat' },
  mipsle: { variable: 'GOMIPS', values: /^(hard|soft)float$/, example: 'softfloat' },
  mips64: { variable: 'GOMIPS64', values: /^(hard|soft)float$/, example: 'softfloat' },
  mips64le: { variable: 'GOMIPS64', values: /^(hard|soft)float$/, example: 'softfloat' },
  ppc64: { variable: 'GOPPC64', values: /^power(8|9|10)$/, example: 'power9' },
  ppc64le: { variable: 'GOPPC64', values: /^power(8|9|10)$/, example: 'power9' },
  riscv64: { variable: 'GORISCV64', values: /^rva2[023]u64$/, example: 'rva22u64' },
};

export const VARIANT_VARIABLES = [...new Set(Object.values(VARIANTS).map((row) => row.variable))];

/** Parses `linux/amd64` or `linux/arm/7`; whether Go knows the pair is another question (`listPlatforms`). */
export function parseTarget(text: string): Target {
  const [goos = '', goarch = '', variant, ...rest] = text.split('/');
  if (!/^[a-z0-9]+$/.test(goos) || !/^[a-z0-9]+$/.test(goarch) || rest.length > 0) {
    throw new Error(
      'expected targets such as "linux/amd64" or "linux/arm/7" (GOOS/GOARCH, from `go tool dist list`)',
    );
  }
  if (variant === undefined) return { goos, goarch };
  const row = VARIANTS[goarch];
  if (!row?.values.test(variant)) {
    const advice = row
      ? `a value of ${row.variable} after ${goarch}, such as "${goos}/${goarch}/${row.example}"`
      : `nothing after ${goos}/${goarch}`;
    throw new Error(`expected ${advice}`);
  }
  return { goos, goarch, variant };
}

/** `linux/arm/7`: what `parseTarget` reads. */
export function formatTarget({ goos, goarch, variant }: Target): string {
  return [goos, goarch, ...(variant ? [variant] : [])].join('/');
}

/** The target in a file name: `linux_amd64`, `linux_armv7`, `linux_amd64v3`. */
export function targetSlug({ goos, goarch, variant }: Target): string {
  if (!variant) return `${goos}_${goarch}`;
  return `${goos}_${goarch}${goarch === 'arm' ? 'v' : ''}${variant.replace(/[^a-z0-9.]/g, '-')}`;
}

/** Name and value of the architecture's own variable, when the target gives one. */
export function variantSetting({
  goarch,
  variant,
}: Target): { readonly variable: string; readonly value: string } | undefined {
  const row = VARIANTS[goarch];
  return row && variant ? { variable: row.variable, value: variant } : undefined;
}
