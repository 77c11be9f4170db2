import type { SbomContents } from '../../../../../actions/semver-release/src/assets/sbom/contents.ts';

/** A release of one program that needs one module. */
export const CONTENTS: SbomContents = {
  name: 'm.test/app',
  version: 'v1.2.3',
  time: '2026-01-02T03:04:05Z',
  goVersion: 'go1.26.8',
  modules: [{ path: 'x.test/lib', version: 'v1.0.0', h1: 'h1:abc=' }],
  repositoryUrl: 'https://github.com/octo/app',
  tag: 'v1.2.3',
  commit: 'c'.repeat(40),
  id: '0123456789abcdef'.repeat(4),
};
