import { digest } from '@go-actions/action-kit';
import { renderPage } from './page.ts';
import type { Played } from './report.ts';
import type { Run } from './run.ts';
import { SCENES } from './scenes.ts';

/** What the page says of itself: what was run, and when. */
export type About = { readonly subject: string; readonly when: string };

/**
 * What a picture in the documentation was taken of: the runs as they went, and the digest of the page that was drawn from them. A page
 * that is drawn differently today, or a scene that expects something else, makes the picture old.
 */
export type PictureSource = {
  readonly page: string;
  readonly about: About;
  readonly played: readonly (Omit<Played, 'runs'> & { readonly runs: readonly Run[] })[];
};

/** `places`: folders of this computer, with what stands for them in the record. */
export function recordSource(
  played: readonly Played[],
  about: About,
  places: readonly (readonly [folder: string, name: string])[],
): PictureSource {
  const runs = played.map((scene) => ({ ...scene, runs: scene.runs.map(({ run }) => run) }));
  const text = places.reduce((said, [folder, name]) => said.replaceAll(folder, name), JSON.stringify(runs));
  const source = { page: '', about, played: JSON.parse(text) as PictureSource['played'] };
  return { ...source, page: restoreSource(source).page };
}

/** The scenes as they were played, beside what they are expected to be today, and the page's digest of today. */
export function restoreSource({ played, about }: PictureSource): { played: Played[]; page: string } {
  const restored = played.map((scene) => {
    const expected = SCENES.find(({ name }) => name === scene.scene.name)?.runs;
    return { ...scene, runs: scene.runs.map((run, index) => ({ run, expected: expected?.[index] })) };
  });
  return { played: restored, page: digest(renderPage(restored, about)) };
}
