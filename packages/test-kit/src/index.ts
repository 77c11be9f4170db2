export * from './cache-service/index.ts';
export * from './github-api/index.ts';
export * from './job.ts';
export * from './oidc/index.ts';
export * from './project.ts';
export * from './registry/index.ts';
export * from './run-action.ts';
export * from './runner-files.ts';
