export * from './address.ts';
export * from './io/client.ts';
export * from './io/entry-listing.ts';
export * from './io/entry-origin.ts';
