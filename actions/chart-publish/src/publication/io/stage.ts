import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError, describeExit, json, run, runChecked } from '@go-actions/action-kit';
import type { Helm } from '../../chart/io/helm.ts';
import { parsePublished } from '../published.ts';
import type { Package } from './package.ts';

/** A chart as helm would push it: an OCI layout whose only content is the manifest of this digest. */
export type StagedChart = { readonly layout: string; readonly digest: string };

type Means = {
  readonly helm: Helm;
  readonly crane: string;
  /** A folder of its own, which does not exist yet. */
  readonly scratch: string;
  readonly signal: AbortSignal;
};

const readIndex = json.record({
  manifests: json.list(json.record({ digest: json.matching(/sha256:[0-9a-f]{64}/, 'a digest') }), 1),
});

/**
 * Lets helm push into a registry on this computer and takes from there what it pushed. helm writes a tag with what it pushes, and
 * the tag of a chart comes last, after its signature; so helm never writes into the real registry.
 */
export async function stageChart(
  made: Package,
  { helm, crane, scratch, signal }: Means,
): Promise<StagedChart> {
  const layout = join(scratch, 'layout');
  await withRegistry(crane, signal, async (host) => {
    const push = ['push', '--plain-http', made.path, `oci://${host}/staged`];
    const pushed = await runChecked(helm.path, push, helm.options);
    const [, reference] = /^Pushed: (\S+)$/m.exec(`${pushed.stdout}\n${pushed.stderr}`) ?? [];
    if (!reference) throw new ActionError('`helm push` does not say what it pushed.');
    await runChecked(crane, ['pull', '--format=oci', reference, layout], { signal });
  });
  const [top] = json.parse(await readFile(join(layout, 'index.json'), 'utf8'), readIndex).manifests;
  const digest = top?.digest ?? '';
  const blob = join(layout, 'blobs', ...digest.split(':'));
  const staged = parsePublished(await readFile(blob, 'utf8'));
  if (!staged.chart || staged.package !== made.digest)
    throw new ActionError(`helm made something else of the package ${made.digest}.`);
  return { layout, digest };
}

/** A registry on loopback that keeps nothing; it ends with `use`. */
async function withRegistry(
  crane: string,
  signal: AbortSignal,
  use: (host: string) => Promise<void>,
): Promise<void> {
  const done = new AbortController();
  const port = Promise.withResolvers<string>();
  const server = run(crane, ['registry', 'serve', '--address=127.0.0.1:0'], {
    signal: AbortSignal.any([signal, done.signal]),
    onStderrLine: (line) => {
      const [, found] = /serving on port (\d+)/.exec(line) ?? [];
      if (found) port.resolve(found);
    },
  });
  server.then(
    (result) =>
      port.reject(
        new ActionError(`\`crane registry serve\` ${describeExit(result)}.\n${result.stderr.trim()}`),
      ),
    port.reject,
  );
  try {
    await use(`127.0.0.1:${await port.promise}`);
  } finally {
    done.abort();
    await server.catch(() => undefined); // it could not be started: said above
  }
}
