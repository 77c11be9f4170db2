import { ActionError } from '@go-actions/action-kit';
import { GitHubError } from '../errors.ts';
import {
  type Asset,
  isUploadHost,
  parseAsset,
  parseRelease,
  type Release,
  type ReleaseFields,
} from '../release.ts';
import { openApi } from './api.ts';
import type { GitHubOptions } from './fetch.ts';

/** The calls that a release needs, for one repository. Every refusal is a GitHubError. */
export type GitHub = {
  /** Published releases and, with write access, drafts; newest first. */
  listReleases(): Promise<Release[]>;
  getRelease(id: number): Promise<Release | undefined>;
  /** A published release; drafts are not found by their tag. It is there when lists still lag behind. */
  getReleaseByTag(tag: string): Promise<Release | undefined>;
  getLatestRelease(): Promise<Release | undefined>;
  /** GitHub's own notes: the merged pull requests since an earlier tag. Needs no tag yet; needs `contents` to be `write`. */
  generateNotes(fields: NotesFields): Promise<string>;
  createRelease(fields: ReleaseFields & { readonly tag_name: string }): Promise<Release>;
  updateRelease(id: number, fields: ReleaseFields): Promise<Release>;
  deleteRelease(id: number): Promise<void>;
  uploadAsset(release: Release, name: string, bytes: Uint8Array): Promise<Asset>;
  downloadAsset(id: number): Promise<Buffer>;
  deleteAsset(id: number): Promise<void>;
  /** The commit that a tag names, through annotated tags; `undefined` when there is no such tag. */
  getTagCommit(tag: string): Promise<string | undefined>;
  /** Creates a lightweight tag; refused as `already-exists` when there is one. */
  createTag(tag: string, commit: string): Promise<void>;
  /** Creates or moves a tag: for floating tags only. */
  moveTag(tag: string, commit: string): Promise<void>;
};

/** What GitHub writes notes from. */
export type NotesFields = {
  readonly tag_name: string;
  readonly target_commitish: string;
  readonly previous_tag_name?: string;
};

const UPLOAD_TIMEOUT_MS = 600_000;

export function connectGitHub(options: GitHubOptions): GitHub {
  const { get, list, write, upload, download } = openApi(options);
  return {
    listReleases: async () => (await list('/releases')).map(parseRelease),
    getRelease: (id) => optional(async () => parseRelease(await get(`/releases/${id}`))),
    getReleaseByTag: (tag) =>
      optional(async () => parseRelease(await get(`/releases/tags/${encodePath(tag)}`))),
    generateNotes: async (fields) => {
      const { body } = (await write('POST', '/releases/generate-notes', fields)) as { body?: unknown };
      return typeof body === 'string' ? body : '';
    },
    getLatestRelease: () => optional(async () => parseRelease(await get('/releases/latest'))),
    createRelease: async (fields) => parseRelease(await write('POST', '/releases', fields)),
    updateRelease: async (id, fields) => parseRelease(await write('PATCH', `/releases/${id}`, fields)),
    deleteRelease: async (id) => void (await write('DELETE', `/releases/${id}`)),
    uploadAsset: async (release, name, bytes) => {
      if (!isUploadHost(release.uploadUrl, options.apiUrl)) {
        throw new ActionError(
          `The release's upload address is on ${new URL(release.uploadUrl).host}, which does not belong to ${options.apiUrl}.`,
        );
      }
      const url = `${release.uploadUrl}?name=${encodeURIComponent(name)}`;
      return parseAsset(await upload(url, bytes, UPLOAD_TIMEOUT_MS));
    },
    downloadAsset: (id) => download(`/releases/assets/${id}`, { accept: 'application/octet-stream' }),
    deleteAsset: async (id) => void (await write('DELETE', `/releases/assets/${id}`)),
    getTagCommit: (tag) =>
      optional(async () => {
        let { object } = (await get(`/git/ref/tags/${encodePath(tag)}`)) as GitRef;
        while (object.type === 'tag') object = ((await get(`/git/tags/${object.sha}`)) as GitRef).object;
        return object.sha;
      }),
    createTag: async (tag, commit) =>
      void (await write('POST', '/git/refs', { ref: `refs/tags/${tag}`, sha: commit })),
    moveTag: async (tag, commit) => {
      const moved = await optional(
        () => write('PATCH', `/git/refs/tags/${encodePath(tag)}`, { sha: commit, force: true }),
        isMissingRef,
      );
      if (moved === undefined) await write('POST', '/git/refs', { ref: `refs/tags/${tag}`, sha: commit });
    },
  };
}

type GitRef = { readonly object: { readonly type: string; readonly sha: string } };

async function optional<T>(
  read: () => Promise<T>,
  isMissing = (error: GitHubError) => error.status === 404,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitHubError && isMissing(error)) return undefined;
    throw error;
  }
}

/** GitHub says 422 "Reference does not exist" where it says 404 elsewhere. */
function isMissingRef(error: GitHubError): boolean {
  return error.status === 404 || /Reference does not exist/.test(error.message);
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
