export * from './io/test-durations.ts';
export * from './test-durations.ts';
