import { isMap, isSeq, parseDocument } from 'yaml';

/** A version of a chart in an `index.yaml`. */
export type CatalogEntry = {
  readonly name: string;
  readonly version: string;
  /** The fields of `Chart.yaml`. */
  readonly chart: Readonly<Record<string, unknown>>;
  /** Of the package, in hex. */
  readonly digest: string;
  /** RFC 3339, the time of the commit. */
  readonly created: string;
  readonly url: string;
};

/**
 * The index with a new entry in front of the chart's others; everything else stays as it is (helm/chart-releaser#37,
 * linode/apl-core#500). The same text when the entry is there. Throws for an index that cannot be read, or that has the version
 * as another package.
 */
export function addToCatalog(text: string | undefined, entry: CatalogEntry): string {
  const document = parseDocument(text ?? 'apiVersion: v1\nentries: {}\n');
  if (document.errors.length > 0 || !isMap(document.contents) || !isMap(document.get('entries')))
    throw new Error('expected an index of a chart repository, with `entries`');
  const versions = document.getIn(['entries', entry.name]);
  if (versions !== undefined && !isSeq(versions))
    throw new Error(`expected a list of versions as \`entries.${entry.name}\``);
  const known = (versions?.toJSON() ?? []) as { version?: unknown; digest?: unknown }[];
  const same = known.find(({ version }) => version === entry.version);
  if (same && text !== undefined) {
    if (same.digest === entry.digest) return text;
    throw new Error(
      `expected no other package as ${entry.name} ${entry.version}; the index has ${String(same.digest)}`,
    );
  }
  const { name, version, chart, digest, created, url } = entry;
  const added = document.createNode({ ...chart, name, version, created, digest, urls: [url] });
  if (isSeq(versions)) versions.items.unshift(added);
  else document.setIn(['entries', name], document.createNode([added]));
  return document.toString({ lineWidth: 0 });
}
