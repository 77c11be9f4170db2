export * from './delivery.ts';
export * from './fault-proxy.ts';
export * from './landscape.ts';
export * from './registry.ts';
