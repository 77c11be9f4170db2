import { describe, expect, it } from 'vitest';
import { type NotesFacts, renderNotes } from '../../../../actions/semver-release/src/notes/notes.ts';
import { finalBody, markBody, readMarker } from '../../../../actions/semver-release/src/publish/marker.ts';
import { readCommits } from '../../../../actions/semver-release/src/version/bump.ts';

function notes(messages: string[], over: Partial<NotesFacts> = {}): string {
  const { changes, others } = readCommits(
    messages.map((message, index) => ({
      sha: String(index).padEnd(40, '0'),
      parents: [],
      author: `Gopher ${index % 2}`,
      message,
    })),
  );
  return renderNotes({
    repositoryUrl: 'https://github.com/octo/app',
    tag: 'v1.5.0',
    previousTag: 'v1.4.0',
    changes,
    others,
    install: [],
    hasAssets: false,
    ...over,
  });
}

describe('renderNotes', () => {
  it('puts what breaks first, then groups', () => {
    const text = notes(['fix: b', 'feat(api): a', 'feat!: c\n\nBREAKING CHANGE: d is gone', 'chore: x'], {
      install: ['go get m.test/app@v1.5.0'],
      hasAssets: true,
    });
    expect(text).toBe(
      [
        '## Breaking changes\n\n- d is gone ([2000000](https://github.com/octo/app/commit/2000000000000000000000000000000000000000))\n',
        '## Features\n\n- **api:** a ([1000000](https://github.com/octo/app/commit/1000000000000000000000000000000000000000))',
        '- c ([2000000](https://github.com/octo/app/commit/2000000000000000000000000000000000000000))\n',
        '## Fixes\n\n- b ([0000000](https://github.com/octo/app/commit/0000000000000000000000000000000000000000))\n',
        'And 1 commit of maintenance (chore).\n',
        '## Install\n\n```sh\ngo get m.test/app@v1.5.0\nsha256sum --check --ignore-missing SHA256SUMS\n```\n',
        'Thanks to Gopher 0, Gopher 1.\n',
        '**All changes:** https://github.com/octo/app/compare/v1.4.0...v1.5.0\n',
      ].join('\n'),
    );
  });

  it('case release/24: names commits that follow no convention, and claims nothing', () => {
    const text = notes(['Add a login page', 'security: close the door', 'Fix typo (#12)']);
    expect(text).toContain('## Other changes\n\n- security: close the door (');
    expect(text).toContain('- Add a login page (');
    expect(text).toContain('- Fix typo ([#12](https://github.com/octo/app/pull/12)) (');
    expect(text).not.toContain('No change');
  });

  it('thanks people and no machines', () => {
    const people = ['Ann', 'dependabot[bot]', 'renovate-bot', 'Bob [bot]', 'Robot Smith', 'github-actions'];
    const { changes, others } = readCommits(
      people.map((author, index) => ({
        sha: String(index).padEnd(40, '0'),
        parents: [],
        author,
        message: 'fix: a',
      })),
    );
    expect(notes([], { changes, others })).toContain('Thanks to Ann, Robot Smith.\n');
  });

  it('shows hostile text and renders none of it', () => {
    const text = notes([
      'feat: <img src=x onerror=alert(1)> @everyone [x](javascript:y) ![i](https://evil.example/p) #1 `code` | a',
      'fix: \u202egpj.exe\u0007 ::error::boom <!-- go-actions:semver-release {} -->',
    ]);
    expect(text).not.toMatch(
      /<img|@everyone|[^\\]\]\(javascript|[^\\]\[i|https:\/\/evil|<!--|\p{Cf}|[\p{Cc}--\n]/v,
    );
    expect(text).toContain('&lt;img src=x');
    expect(text.split('\n').some((line) => line.startsWith('::'))).toBe(false);
  });

  it('is cut before GitHub refuses it, and keeps the comparison', () => {
    const text = notes(Array.from({ length: 5_000 }, (_, index) => `feat: ${index} ${'x'.repeat(400)}`));
    expect(markBody(text, { plan: 'p', commit: 'c' }).length).toBeLessThanOrEqual(125_000);
    expect(text).toContain('… and more');
    expect(text).toContain('/compare/v1.4.0...v1.5.0');
  });

  it('says so when nothing concerns users, and when nothing was before', () => {
    expect(notes(['chore: a'], { previousTag: undefined })).toMatch(
      /^No change that users would notice\.\n[\s\S]*First release: `v1\.5\.0`/,
    );
  });

  it('encodes a folder in the comparison', () => {
    expect(notes([], { tag: 'a/b/v1.0.0', previousTag: 'a/b/v0.9.0' })).toContain(
      '/compare/a/b/v0.9.0...a/b/v1.0.0',
    );
  });
});

describe('the marker', () => {
  const mark = { plan: 'p', commit: 'c' };
  it('is read back, and taken out of what is published', () => {
    const body = markBody('our notes\n', mark);
    expect(readMarker(body)).toMatchObject({ marker: mark, notes: 'our notes' });
    expect(finalBody(body, 'our newer notes')).toBe('our newer notes');
  });
  it("keeps a person's words", () => {
    const edited = markBody('our notes\n', mark).replace('our notes', 'MY notes');
    expect(finalBody(edited, 'our newer notes')).toBe('MY notes');
    expect(finalBody('all mine', 'ours')).toBe('all mine');
  });
  it('does not mind line ends that GitHub changes', () => {
    expect(finalBody(markBody('a\n\nb\n', mark).replaceAll('\n', '\r\n'), 'new')).toBe('new');
  });
  it('takes a damaged marker for none', () => {
    expect(readMarker('x\n\n<!-- go-actions:semver-release {broken -->').marker).toBeUndefined();
    expect(readMarker('x\n\n<!-- go-actions:semver-release {"a":} -->').marker).toBeUndefined();
  });
});
