import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '@go-actions/test-kit';
import { runEngine } from '@go-actions/tools/demo/io/engine';
import { writeTree } from '@go-actions/tools/materialise/io/tree';
import { describe, expect, it } from 'vitest';

const SELF = { repository: 'acme/go-actions', ref: 'v1' };

const WORKFLOW = `
name: handoff
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    outputs:
      digest: \${{ steps.put.outputs.digest }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
      - id: put
        uses: acme/go-actions/actions/handoff@v1
        with: { mode: put, name: parcel, path: dist }
  publish:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - id: get
        uses: acme/go-actions/actions/handoff@v1
        with: { mode: get, name: parcel, path: in, digest: "\${{ needs.build.outputs.digest }}" }
      - run: cat in/sub/hello.txt
`;

describe('handoff in an engine that we did not write', () => {
  it('brings files from job to job', async () => {
    const suite = await mkdtemp(join(tmpdir(), 'go-actions-suite-'));
    await using state = await createProject({});
    await using project = await createProject(
      { 'dist/sub/hello.txt': 'hello from the other job\n', '.github/workflows/handoff.yml': WORKFLOW },
      { git: true },
    );
    try {
      await writeTree(suite, SELF);
      const { exit, events, trouble } = await runEngine({
        checkout: project.dir,
        workflow: project.path('.github/workflows/handoff.yml'),
        event: { name: 'push', payload: {} },
        repository: 'octo/app',
        suites: { 'acme/go-actions@v1': suite },
        state: state.dir,
        signal: AbortSignal.timeout(100_000),
      });
      const log = JSON.stringify(events);
      expect(`${exit} ${exit === 'failure' ? log + trouble : ''}`).toBe('success ');
      expect(log).toContain('hello from the other job');
      expect(log).toMatch(/Got 1 file \(25 B\) from parcel: sha256:[0-9a-f]{64}/);
    } finally {
      await rm(suite, { recursive: true });
    }
  });
});
