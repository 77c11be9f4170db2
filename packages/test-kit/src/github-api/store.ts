import { createHash } from 'node:crypto';
import type { TagRefs } from './refs.ts';
import { invalid, notFound, Refusal } from './refusal.ts';

export type PeerAsset = {
  readonly id: number;
  name: string;
  size: number;
  digest: string | null;
  state: 'uploaded' | 'starter';
  contentType: string;
  bytes: Buffer;
};

export type PeerRelease = {
  readonly id: number;
  tag: string;
  target: string;
  name: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  readonly created: Date;
  published: Date | undefined;
  readonly assets: PeerAsset[];
  /** How many listings it is still missing from: GitHub's lists lag behind its writes. */
  hidden: number;
};

export type Fields = Readonly<Record<string, unknown>>;

const BODY_LIMIT = 125_000;

/** The releases of one repository under GitHub's rules: what may be written when, and what it answers when it may not. */
export class ReleaseStore {
  readonly releases: PeerRelease[] = [];
  readonly #refs: TagRefs;
  readonly #options: { readonly immutable: boolean; readonly listLag: number };
  readonly #burned = new Set<string>();
  #latest: number | undefined;
  #nextId = 100;

  constructor(refs: TagRefs, options: { immutable: boolean; listLag: number }) {
    this.#refs = refs;
    this.#options = options;
  }

  list(): PeerRelease[] {
    const shown = this.releases.filter((release) => release.hidden === 0);
    for (const release of this.releases) release.hidden = Math.max(0, release.hidden - 1);
    return shown.toSorted((a, b) => b.id - a.id);
  }

  find(id: number): PeerRelease {
    return this.releases.find((release) => release.id === id) ?? notFound();
  }

  /** By tag: published ones only, as GitHub does. */
  findPublished(tag: string): PeerRelease {
    return this.releases.find((release) => release.tag === tag && !release.draft) ?? notFound();
  }

  latest(): PeerRelease {
    const stable = this.releases.filter((release) => !release.draft && !release.prerelease);
    return stable.find((release) => release.id === this.#latest) ?? stable.at(-1) ?? notFound();
  }

  async create(fields: Fields): Promise<PeerRelease> {
    const tag = typeof fields.tag_name === 'string' ? fields.tag_name : '';
    if (tag === '') throw invalid('Release', 'tag_name', 'missing_field');
    const release: PeerRelease = {
      id: this.#nextId++,
      tag,
      target: String(fields.target_commitish ?? 'main'),
      name: '',
      body: '',
      draft: true,
      prerelease: false,
      immutable: false,
      created: new Date(),
      published: undefined,
      assets: [],
      hidden: this.#options.listLag,
    };
    this.#checkFields(release, fields);
    apply(release, fields);
    if (fields.draft !== true) await this.#publish(release, fields);
    this.releases.push(release);
    return release;
  }

  async update(id: number, fields: Fields): Promise<PeerRelease> {
    const release = this.find(id);
    const locked = ['tag_name', 'target_commitish', 'draft', 'prerelease'].some((name) => name in fields);
    if (release.immutable && locked) throw new Refusal(422, 'Cannot update immutable release');
    this.#checkFields(release, fields);
    if (fields.draft === false && release.draft) {
      const wanted = { ...release, assets: release.assets };
      apply(wanted, fields);
      await this.#publish(wanted, fields);
      Object.assign(release, wanted);
    } else {
      apply(release, fields);
      this.#makeLatest(release, fields);
    }
    return release;
  }

  remove(id: number): void {
    const release = this.find(id);
    if (release.immutable) this.#burned.add(release.tag);
    this.releases.splice(this.releases.indexOf(release), 1);
  }

  upload(
    id: number,
    name: string,
    contentType: string,
    bytes: Buffer,
    state: PeerAsset['state'] = 'uploaded',
  ): PeerAsset {
    const release = this.find(id);
    if (release.immutable) throw new Refusal(422, 'Cannot upload assets to an immutable release.');
    const stored = name.replace(/[^A-Za-z0-9._-]+/g, '.');
    if (stored === '') throw invalid('ReleaseAsset', 'name', 'missing_field');
    if (bytes.length === 0)
      throw invalid('ReleaseAsset', 'size', 'custom', 'size must be greater than or equal to 1');
    if (release.assets.some((asset) => asset.name === stored))
      throw invalid('ReleaseAsset', 'name', 'already_exists');
    const there = state === 'uploaded';
    const digest = there ? `sha256:${createHash('sha256').update(bytes).digest('hex')}` : null;
    const asset = {
      id: this.#nextId++,
      name: stored,
      size: there ? bytes.length : 0,
      digest,
      state,
      contentType,
      bytes: there ? bytes : Buffer.alloc(0),
    };
    release.assets.push(asset);
    return asset;
  }

  findAsset(id: number): { release: PeerRelease; asset: PeerAsset } {
    for (const release of this.releases) {
      const asset = release.assets.find((each) => each.id === id);
      if (asset) return { release, asset };
    }
    return notFound();
  }

  removeAsset(id: number): void {
    const { release, asset } = this.findAsset(id);
    if (release.immutable) throw new Refusal(422, 'Cannot delete assets of an immutable release.');
    release.assets.splice(release.assets.indexOf(asset), 1);
  }

  #checkFields(release: PeerRelease, fields: Fields): void {
    if (typeof fields.body === 'string' && fields.body.length > BODY_LIMIT) {
      throw invalid('Release', 'body', 'custom', 'body is too long (maximum is 125000 characters)');
    }
    const draft = fields.draft ?? release.draft;
    const prerelease = fields.prerelease ?? release.prerelease;
    if (fields.make_latest === 'true' && (draft === true || prerelease === true)) {
      throw invalid('Release', 'make_latest', 'custom', 'Latest release cannot be draft or prerelease');
    }
  }

  async #publish(release: PeerRelease, fields: Fields): Promise<void> {
    if (this.#burned.has(release.tag)) {
      throw invalid('Release', 'tag_name', 'custom', 'tag_name was used by an immutable release');
    }
    const twin = this.releases.some(
      (other) => other.id !== release.id && !other.draft && other.tag === release.tag,
    );
    if (twin) throw invalid('Release', 'tag_name', 'already_exists');
    if ((await this.#refs.read(release.tag)) === undefined)
      await this.#refs.create(release.tag, release.target);
    release.draft = false;
    release.published = new Date();
    release.immutable = this.#options.immutable;
    this.#makeLatest(release, fields);
  }

  /** `make_latest` is true unless it is said otherwise. */
  #makeLatest(release: PeerRelease, fields: Fields): void {
    if (release.draft || release.prerelease) return;
    if (fields.make_latest === 'true' || (fields.make_latest === undefined && fields.draft === false))
      this.#latest = release.id;
    if (fields.make_latest === 'false' && this.#latest === release.id) this.#latest = undefined;
  }
}

function apply(release: PeerRelease, fields: Fields): void {
  if (typeof fields.tag_name === 'string') release.tag = fields.tag_name;
  if (typeof fields.target_commitish === 'string') release.target = fields.target_commitish;
  if (typeof fields.name === 'string') release.name = fields.name;
  if (typeof fields.body === 'string') release.body = fields.body;
  if (typeof fields.prerelease === 'boolean') release.prerelease = fields.prerelease;
}
