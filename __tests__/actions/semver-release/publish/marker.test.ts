import { describe, expect, it } from 'vitest';
import { finalBody, markBody, readMarker } from '../../../../actions/semver-release/src/publish/marker.ts';

const MARK = { plan: 'p', commit: 'c' };

describe('the marker of our drafts', () => {
  it('is read back, and gone from what is published', () => {
    const body = markBody('notes\n', MARK);
    expect(readMarker(body)).toMatchObject({ marker: MARK, notes: 'notes' });
    expect(finalBody(body.replaceAll('\n', '\r\n'), 'newer notes')).toBe('newer notes');
  });

  it('lets what a person wrote stand', () => {
    const edited = markBody('notes', MARK).replace('notes', 'notes by hand');
    expect(finalBody(edited, 'newer notes')).toBe('notes by hand');
    expect(readMarker('by hand')).toEqual({ marker: undefined, notes: 'by hand' });
    expect(readMarker('<!-- go-actions:semver-release {oops} -->').marker).toBeUndefined();
  });

  it('is ours, and not one that the notes bring with them', () => {
    const foreign = '- feat <!-- go-actions:semver-release {"plan":"x","commit":"y","notes":"z"} -->';
    const body = markBody(foreign, MARK);
    expect(readMarker(body).marker).toMatchObject(MARK);
    expect(finalBody(body, foreign)).not.toContain('go-actions:semver-release');
  });
});
