export * from './landscape.ts';
export * from './registry.ts';
