/** A release as far as we need it; drafts are releases too, and several drafts may carry one tag. */
export type Release = {
  readonly id: number;
  readonly tag: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** The commit or branch that it was made for; GitHub does not look at it once the tag exists. */
  readonly target: string;
  /** Assets and tag are locked for ever; `undefined` on servers that do not know immutable releases. */
  readonly immutable: boolean | undefined;
  readonly url: string;
  readonly uploadUrl: string;
  readonly assets: readonly Asset[];
};

export type Asset = {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** `sha256:…`; `undefined` on servers that do not compute it, and while nothing has been uploaded. */
  readonly digest: string | undefined;
  /** `starter` is what a failed upload leaves behind: it can be deleted, never completed. */
  readonly state: 'uploaded' | 'starter' | 'open';
};

/** What a release is created or changed with. */
export type ReleaseFields = {
  readonly tag_name?: string;
  readonly target_commitish?: string;
  readonly name?: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly make_latest?: 'true' | 'false' | 'legacy';
};

/** Reads GitHub's `release` object; throws on an answer that is none. */
export function parseRelease(json: unknown): Release {
  const from = json as Record<string, unknown>;
  if (typeof from?.id !== 'number' || typeof from.tag_name !== 'string')
    throw new Error('GitHub answered with something that is no release.');
  return {
    id: from.id,
    tag: from.tag_name,
    name: text(from.name),
    body: text(from.body),
    draft: from.draft === true,
    prerelease: from.prerelease === true,
    target: text(from.target_commitish),
    immutable: typeof from.immutable === 'boolean' ? from.immutable : undefined,
    url: text(from.html_url),
    uploadUrl: text(from.upload_url).replace(/\{[^}]*\}$/, ''),
    assets: Array.isArray(from.assets) ? from.assets.map(parseAsset) : [],
  };
}

export function parseAsset(json: unknown): Asset {
  const from = json as Record<string, unknown>;
  if (typeof from?.id !== 'number' || typeof from.name !== 'string')
    throw new Error('GitHub answered with something that is no asset.');
  return {
    id: from.id,
    name: from.name,
    size: Number(from.size) || 0,
    digest: typeof from.digest === 'string' ? from.digest : undefined,
    state: from.state === 'uploaded' || from.state === 'open' ? from.state : 'starter',
  };
}

/**
 * Whether the token may be sent to an upload address: the API's own host, or the `uploads.` host that belongs to it
 * (`api.github.com` and `uploads.github.com`; `api.octo.ghe.com` and `uploads.octo.ghe.com`).
 */
export function isUploadHost(uploadUrl: string, apiUrl: string): boolean {
  const upload = new URL(uploadUrl);
  const api = new URL(apiUrl);
  const paired = `uploads.${api.host.replace(/^api\./, '')}`;
  return upload.protocol === api.protocol && (upload.host === api.host || upload.host === paired);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
