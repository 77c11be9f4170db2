import { sep } from 'node:path';
import type { LintRun } from '../context.ts';
import { type Listing, readListing, TEMPLATE } from '../listing.ts';
import type { Module } from '../module.ts';
import { runTool } from './processes.ts';

type ListSettings = {
  readonly tags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Asks `go list` what a module's patterns name, once for each module and settings. */
export class PackageLister {
  readonly #run: Pick<LintRun, 'context' | 'checkout'>;
  readonly #asked = new Map<string, Promise<Listing>>();
  readonly #failures = new Map<string, string>();

  constructor(run: Pick<LintRun, 'context' | 'checkout'>) {
    this.#run = run;
  }

  /** The go command's words by the name of each module that did not load. */
  get failures(): ReadonlyMap<string, string> {
    return this.#failures;
  }

  list(module: Module, patterns: readonly string[], settings: ListSettings = {}): Promise<Listing> {
    const key = JSON.stringify([module.name, patterns, settings]);
    const known = this.#asked.get(key) ?? this.#list(module, patterns, settings);
    this.#asked.set(key, known);
    return known;
  }

  async #list(
    module: Module,
    patterns: readonly string[],
    { tags = [], env = {} }: ListSettings,
  ): Promise<Listing> {
    const { context, checkout } = this.#run;
    const flags = tags.length > 0 ? [`-tags=${tags.join(',')}`] : [];
    const args = ['list', '-e', ...flags, '-f', TEMPLATE, '--', ...patterns];
    const { code, stdout, stderr, truncated } = await runTool(context, 'go', args, { cwd: module.dir, env });
    const packages = code === 0 && !truncated ? readListing(stdout, stderr) : undefined;
    if (packages) return { packages };
    const said = stderr
      .replaceAll(checkout.root + sep, '')
      .trim()
      .split('\n')
      .slice(-12)
      .join('\n');
    const failure = said.split('\n').slice(-12).join('\n') || '`go list` gave no result.';
    this.#failures.set(module.name, failure);
    return { failure };
  }
}
