import type { Facts } from '@go-actions/tools/init/facts';
import { planRelease } from '@go-actions/tools/init/release';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jobsOf, LIBRARY, moduleAt } from './facts.ts';

const plan = (facts: Partial<Facts>) => planRelease({ ...LIBRARY, ...facts })[0];
const program = { modules: [moduleAt('.', { mains: ['example.com/m/cmd/app'] })] };

describe('planRelease', () => {
  it('plans none for a library without a version', () => {
    expect(plan({})).toBeUndefined();
  });

  it('releases tagged libraries, with the tags of nested modules where there are some', () => {
    const release = plan({ versionTags: 3, nestedTags: 1 });
    const { on } = parse(release?.text ?? '') as { on: { push: { tags: string[] } } };
    expect(on.push.tags).toEqual(['v*.*.*', '**/v*.*.*']);
    expect(release?.reasons).toContain('3 version tags so far');
    expect(release?.reasons.join()).toContain('a library');
  });

  it.each<{ name: string; mains: string[]; nested: string[]; want: unknown }>([
    { name: 'every program', mains: ['m/cmd/a', 'm/cmd/b'], nested: [], want: undefined },
    {
      name: 'no helper beside a program',
      mains: ['m/cmd/a', 'm/internal/gen'],
      nested: [],
      want: { mains: 'm/cmd/a' },
    },
    { name: 'no helper of a library', mains: ['m/internal/gen'], nested: [], want: { mains: 'none' } },
    { name: 'nothing of a nested module', mains: ['m/cmd/a'], nested: ['m/x/cmd/b'], want: undefined },
  ])('builds $name', ({ mains, nested, want }) => {
    const modules = [moduleAt('.', { mains }), moduleAt('x', { mains: nested })];
    const release = plan({ versionTags: 1, modules });
    expect(jobsOf(release?.text ?? '').release?.with).toEqual(want);
    expect(release?.reasons.join('\n')).not.toContain('m/x/cmd/b');
  });

  it('delivers the program where there is a Dockerfile or a chart, with the permissions that this takes', () => {
    expect(Object.keys(jobsOf(plan(program)?.text ?? ''))).toEqual(['release']);
    const delivered = plan({ ...program, dockerfile: 'Dockerfile', chart: 'deploy/chart' });
    const { deliver } = jobsOf(delivered?.text ?? '');
    expect(deliver).toMatchObject({
      uses: 'octo/go-actions/.github/workflows/go-deliver.yml@v1',
      permissions: { contents: 'read', packages: 'write', 'id-token': 'write' },
      with: {
        version: '${{ needs.release.outputs.version }}',
        image: 'ghcr.io/octo/app',
        chart: 'deploy/chart',
        'chart-registry': 'oci://ghcr.io/octo/charts',
      },
    });
  });

  it('one image has one program: the one that is named as the repository', () => {
    const modules = [moduleAt('.', { mains: ['example.com/m/cmd/admin', 'example.com/m/cmd/app'] })];
    const { deliver } = jobsOf(plan({ modules, dockerfile: 'Dockerfile' })?.text ?? '');
    expect(deliver?.with?.mains).toBe('example.com/m/cmd/app');
  });

  it('names the workflow that would release a second time', () => {
    const uses = ['goreleaser/goreleaser-action'];
    const release = plan({
      ...program,
      workflows: [{ path: '.github/workflows/release.yml', text: '', uses }],
    });
    expect(release?.path).toBe('.github/workflows/go-release.yml');
    expect(release?.reasons.join('\n')).toContain('release.yml releases, too');
  });
});
