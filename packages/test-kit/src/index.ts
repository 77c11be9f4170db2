export * from './project.ts';
export * from './run-action.ts';
export * from './runner-files.ts';
