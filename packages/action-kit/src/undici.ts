/**
 * Stands in for the package `undici` in our bundles (`paths` in tsconfig.json). `@actions/http-client` imports undici for
 * `getAgentDispatcher` alone, which none of our code calls, and it was more than half of a bundle. An action
 * whose libraries do call it (handoff: the artifact client) has a tsconfig.json of its own, without the stand-in.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('This bundle was built without undici: give the action a tsconfig.json without `paths`.');
  }
}
