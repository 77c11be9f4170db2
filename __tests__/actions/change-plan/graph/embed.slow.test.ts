import { listPackages } from '@go-actions/go-project';
import { createProject } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';
import { embedMatcher } from '../../../../actions/change-plan/src/graph/embed.ts';

const embeds = embedMatcher();

describe('embedMatcher', () => {
  it('takes in every file that the go command embeds', async () => {
    const files = [
      'a.txt',
      'b.md',
      'static/x.css',
      'static/deep/y.css',
      'static/.hidden',
      'static/_u/z',
      's[1].txt',
      'é.txt',
      'a-b',
      'dir.d/f',
    ];
    const patterns = [
      'a.txt',
      '*.txt',
      'static',
      'all:static',
      'static/*.css',
      'stat?c/deep',
      '[a-b].*',
      '[^a].md',
      '*',
      's\\[1\\].txt',
      '?.txt',
      'a-[b]',
      'd*',
    ];
    await using project = await createProject({
      'go.mod': 'module m\n\ngo 1.24\n',
      ...Object.fromEntries(files.map((file) => [`all/${file}`, 'x'])),
    });
    for (const pattern of patterns) {
      await project.write({
        'all/x.go': `package all\n\nimport "embed"\n\n//go:embed ${JSON.stringify(pattern)}\nvar v embed.FS\n`,
      });
      const [pkg] = await listPackages({
        dir: project.dir,
        patterns: ['./all'],
        fields: ['EmbedFiles', 'Error'],
      });
      expect({ pattern, error: pkg?.Error?.Err }).toEqual({ pattern, error: undefined });
      const embedded = new Set(pkg?.EmbedFiles);
      expect(embedded.size).toBeGreaterThan(0);
      const missed = files.filter((file) => embedded.has(file) && !embeds(pattern, file));
      // One too many is safe, but only below a folder: hidden files.
      const extra = files.filter((file) => !embedded.has(file) && embeds(pattern, file));
      expect({ pattern, missed, extra: extra.filter((file) => !/\/[._]/.test(file)) }).toEqual({
        pattern,
        missed: [],
        extra: [],
      });
    }
  });

  it('takes in everything when Go would refuse the pattern', () => {
    for (const pattern of ['[', '[z-a]', 'a\\']) expect(embeds(pattern, 'x')).toBe(true);
  });
});
