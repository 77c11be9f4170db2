export * from './address.ts';
export * from './each-limited.ts';
export * from './io/client.ts';
