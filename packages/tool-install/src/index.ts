export * from './checksums.ts';
export { findOnPath, installGoTool } from './io/install.ts';
export { unpackArchive } from './io/unpack.ts';
export * from './release.ts';
export * from './request.ts';
export * from './tool-info.ts';
export * from './tool-key.ts';
export * from './unpack.ts';
