export * from './build-info.ts';
export * from './checksums.ts';
export { type InstalledTool, type InstallRequest, installGoTool } from './io/install.ts';
export * from './release.ts';
export * from './tool-key.ts';
