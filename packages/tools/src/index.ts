export { ensureGoTool, GO_TOOLS, type GoToolName } from './go-tools.ts';
export { inRoot, ROOT } from './root.ts';
