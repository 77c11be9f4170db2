export * from './base-plan.ts';
export * from './diff.ts';
export * from './io/base.ts';
export * from './io/changes.ts';
export * from './io/repository.ts';
export * from './io/worktree.ts';
export * from './path-bytes.ts';
