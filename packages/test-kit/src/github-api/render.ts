import type { components } from '@octokit/openapi-types';
import type { PeerAsset, PeerRelease } from './store.ts';

type ReleaseJson = Omit<components['schemas']['release'], 'author' | 'assets' | 'node_id'> & {
  assets: AssetJson[];
};
/** The published schema leaves out `starter`, which GitHub's documentation of uploads describes. */
type AssetJson = Omit<components['schemas']['release-asset'], 'uploader' | 'node_id' | 'state'> & {
  state: PeerAsset['state'];
};

/** A release as GitHub's own schema has it, less what nobody here asks for. */
export function renderRelease(release: PeerRelease, url: string, repository: string): ReleaseJson {
  const api = `${url}/repos/${repository}/releases/${release.id}`;
  return {
    id: release.id,
    url: api,
    html_url: `${url}/${repository}/releases/${release.draft ? `tag/untagged-${release.id}` : `tag/${release.tag}`}`,
    assets_url: `${api}/assets`,
    upload_url: `${api}/assets{?name,label}`,
    tarball_url: null,
    zipball_url: null,
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: release.created.toISOString(),
    published_at: release.published?.toISOString() ?? null,
    assets: release.assets.map((asset) => renderAsset(asset, release, url, repository)),
  };
}

export function renderAsset(
  asset: PeerAsset,
  release: PeerRelease,
  url: string,
  repository: string,
): AssetJson {
  return {
    id: asset.id,
    url: `${url}/repos/${repository}/releases/assets/${asset.id}`,
    browser_download_url: `${url}/${repository}/releases/download/${release.tag}/${asset.name}`,
    name: asset.name,
    label: null,
    state: asset.state,
    content_type: asset.contentType,
    size: asset.size,
    digest: asset.digest,
    download_count: 0,
    created_at: release.created.toISOString(),
    updated_at: release.created.toISOString(),
  };
}
