export { buildEntries } from './dist/build.ts';
export { type Entry, listActions, listEntries } from './dist/entries.ts';
export { ensureGoTool, findGoTool, GO_TOOLS, type GoToolName } from './go-tools.ts';
export { type Manifest, parseManifest } from './readme/manifest.ts';
export { renderTables } from './readme/tables.ts';
export { inRoot, ROOT } from './root.ts';
export { countTests } from './test/stages.ts';
