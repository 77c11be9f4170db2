import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inRoot } from '@go-actions/tools';
import { type PictureSource, restoreSource } from '@go-actions/tools/demo/picture-source';
import { judge } from '@go-actions/tools/demo/report';
import { describe, expect, it } from 'vitest';

const PICTURES = readdirSync(inRoot('docs/images')).filter((name) => name.endsWith('.png'));

describe('a picture in the documentation', () => {
  it.each(PICTURES)('shows what the demo draws today: %s', (name) => {
    const path = inRoot('docs/images', name.replace(/\.png$/, '.json'));
    expect({ source: path, exists: existsSync(path) }).toEqual({ source: path, exists: true });
    const source = JSON.parse(readFileSync(path, 'utf8')) as PictureSource;
    const { played, page } = restoreSource(source);
    expect(played.map((scene) => judge(scene).differences)).toEqual(played.map(() => []));
    // Otherwise: npm run demo -- --scene <name> --picture=docs/images/<name>.png
    expect(page).toBe(source.page);
  });
});
