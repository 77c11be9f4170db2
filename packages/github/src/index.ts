export * from './errors.ts';
export * from './io/api.ts';
export * from './io/client.ts';
export { type GitHubOptions, readApi } from './io/fetch.ts';
export * from './limits.ts';
export * from './release.ts';
