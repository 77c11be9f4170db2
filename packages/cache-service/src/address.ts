import type { InputReader } from '@go-actions/action-kit';

/** Where the job's cache service is; from the variables that the runner gives to actions. */
export type ServiceAddress = {
  readonly resultsUrl: string | undefined;
  readonly cacheUrl: string | undefined;
  readonly token: string | undefined;
  readonly v2: boolean;
};

/** For an action's `inputs.ts`. As in the toolkit, GitHub Enterprise Server has service v1 alone, whatever the variable says. */
export function readServiceAddress(input: InputReader): ServiceAddress {
  return {
    resultsUrl: input.env('ACTIONS_RESULTS_URL'),
    cacheUrl: input.env('ACTIONS_CACHE_URL'),
    token: input.env('ACTIONS_RUNTIME_TOKEN'),
    v2:
      input.env('ACTIONS_CACHE_SERVICE_V2') !== undefined &&
      !isEnterpriseServer(input.env('GITHUB_SERVER_URL')),
  };
}

/** As `isGhes` of `@actions/cache` (`internal/config.js`) tells it. */
export function isEnterpriseServer(serverUrl = 'https://github.com'): boolean {
  const host = URL.parse(serverUrl)?.hostname ?? '';
  return !(host === 'github.com' || host.endsWith('.ghe.com') || host.endsWith('.localhost'));
}
