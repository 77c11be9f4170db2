import type { PackageNode } from '../../../actions/change-plan/src/graph/graph.ts';

/** A package with a test, without imports, embedded files and tags of its own. */
export const packageNode = (path: string, dir: string, more: Partial<PackageNode> = {}): PackageNode => ({
  path,
  dir,
  module: 'm',
  selectable: true,
  main: false,
  cgo: false,
  testFiles: 1,
  imports: [],
  testImports: [],
  embeds: [],
  testEmbeds: [],
  tags: [],
  ...more,
});
