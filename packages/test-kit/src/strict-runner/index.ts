export * from './rules.ts';
export * from './strict-runner.ts';
