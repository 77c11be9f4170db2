import { json } from '@go-actions/action-kit';

/** What a registry has under the tag of a chart: a chart, with the digest of its package, or something else. */
export type Published =
  | { readonly chart: true; readonly package: string }
  | { readonly chart: false; readonly what: string };

const CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const CONTENT = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

const descriptor = json.record({ mediaType: json.text(200), digest: json.text(100) });
const readManifest = json.record({
  config: json.optional(descriptor),
  layers: json.optional(json.list(descriptor, 1_000)),
  mediaType: json.optional(json.text(200)),
});

export function parsePublished(manifest: string): Published {
  const { config, layers, mediaType } = json.parse(manifest, readManifest);
  const content = layers?.find((layer) => layer.mediaType === CONTENT);
  if (config?.mediaType === CONFIG && content) return { chart: true, package: content.digest };
  return { chart: false, what: config?.mediaType ?? mediaType ?? 'something unknown' };
}

/** Why the chart cannot be published under its tag; nothing where it is the same one. */
export function explainConflict(reference: string, published: Published, ours: string): string | undefined {
  if (!published.chart)
    return `${reference} exists, and holds no chart but ${published.what}. No tag was written.`;
  if (published.package === ours) return undefined;
  return `${reference} exists, and is another chart: the registry has the package ${published.package}, and this commit gives ${ours}. No tag was written.`;
}
