export * from './errors.ts';
export * from './io/api.ts';
export * from './io/client.ts';
export * from './limits.ts';
export * from './link.ts';
export * from './release.ts';
