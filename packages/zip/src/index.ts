export * from './layout.ts';
export * from './limits.ts';
export * from './path.ts';
export * from './zip.ts';
