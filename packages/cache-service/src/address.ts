import type { InputReader } from '@go-actions/action-kit';

/** Where the job's cache service is; from the variables that the runner gives to actions. */
export type ServiceAddress = {
  readonly resultsUrl: string | undefined;
  readonly cacheUrl: string | undefined;
  readonly token: string | undefined;
  readonly v2: boolean;
};

/** For an action's `inputs.ts`. */
export function readServiceAddress(input: InputReader): ServiceAddress {
  return {
    resultsUrl: input.env('ACTIONS_RESULTS_URL'),
    cacheUrl: input.env('ACTIONS_CACHE_URL'),
    token: input.env('ACTIONS_RUNTIME_TOKEN'),
    v2: input.env('ACTIONS_CACHE_SERVICE_V2') !== undefined,
  };
}
