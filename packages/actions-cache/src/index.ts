export * from './address.ts';
export * from './each-limited.ts';
export * from './io/client.ts';
export * from './io/test-durations.ts';
export * from './test-durations.ts';
