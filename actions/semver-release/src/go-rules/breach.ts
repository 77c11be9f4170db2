/** A rule that a release breaks: what was found, and the way out. */
export type Breach = { readonly rule: string; readonly found: string; readonly remedy: string };
