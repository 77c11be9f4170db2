export * from './io/client.ts';
