export * from './address.ts';
export * from './io/client.ts';
