export * from './github-claims.ts';
export * from './issuer.ts';
export * from './local-server.ts';
export * from './token-service.ts';
export * from './vault-peer.ts';
export * from './vendors.ts';
