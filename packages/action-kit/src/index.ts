export * from './annotations.ts';
export * from './argv.ts';
export * from './context.ts';
export * from './digest.ts';
export * from './each-limited.ts';
export * from './errors.ts';
export * from './foreign.ts';
export * from './input-reader.ts';
export {
  describeRequest,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
} from './io/attempts.ts';
export { cancelled, pause } from './io/cancellation.ts';
export * from './io/checkout-files.ts';
export * from './io/direct-http.ts';
export * from './io/http.ts';
export * from './io/log.ts';
export { addMatchers } from './io/matchers.ts';
export * from './io/process.ts';
export * from './io/programs.ts';
export * from './io/proxy.ts';
export * from './io/run-action.ts';
export {
  addPath,
  exportVariable,
  loadState,
  saveState,
  setOutputs,
  tellIdle,
  writeSummary,
} from './io/runner-files.ts';
export * from './io/within.ts';
export * from './io/working-directory.ts';
export * as json from './json.ts';
export * from './markdown.ts';
export * from './paths.ts';
export * from './retry.ts';
export * from './secret-forms.ts';
export * from './summary.ts';
export * from './units.ts';
export * from './words.ts';
