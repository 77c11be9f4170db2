/** What of the developer's environment a job may see: how to reach the network and which language to speak, nothing else. */
const ALLOWED = [
  /^(LANG|LC_ALL|TZ|SYSTEMROOT|COMSPEC|PATHEXT)$/i,
  /^(https?_proxy|no_proxy|all_proxy)$/i,
  /^(SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|GIT_SSL_CAINFO|CURL_CA_BUNDLE)$/,
  /^(GOPROXY|GOSUMDB|GONOSUMDB|GONOPROXY|GOPRIVATE|GOINSECURE|GOTOOLCHAIN)$/,
];

/** Settings of `go env -w` that a job must inherit, because its HOME is an empty folder. */
export const GO_NETWORK = [
  'GOPROXY',
  'GOSUMDB',
  'GONOSUMDB',
  'GONOPROXY',
  'GOPRIVATE',
  'GOINSECURE',
] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment of the engine and its jobs, as `env -i` with an allow-list would give it: act copies its own
 * environment into every job. `path` stands before the developer's PATH, which holds go and git.
 */
export function jobEnvironment(
  parent: Variables,
  options: { home: string; temp: string; path: readonly string[]; separator: string },
): Record<string, string> {
  const kept = Object.entries(parent).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && ALLOWED.some((name) => name.test(entry[0])),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: [...options.path, parent.PATH ?? ''].join(options.separator),
    HOME: options.home,
    TMPDIR: options.temp,
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

/** For `run`, which adds to the environment of this process: everything that is not in `wanted` is taken away. */
export function replaceEnvironment(
  parent: Variables,
  wanted: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return { ...Object.fromEntries(Object.keys(parent).map((name) => [name, undefined])), ...wanted };
}
