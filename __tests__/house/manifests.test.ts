import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputReader } from '@go-actions/action-kit';
import { inRoot, listActions, listEntries, parseManifest, renderTables } from '@go-actions/tools';
import { describe, expect, it } from 'vitest';

const actions = await listActions();
const entries = await listEntries();

describe.each(actions)('%s', (name) => {
  const folder = inRoot('actions', name);
  const manifest = parseManifest(readFileSync(join(folder, 'action.yml'), 'utf8'));
  const readme = existsSync(join(folder, 'README.md')) ? readFileSync(join(folder, 'README.md'), 'utf8') : '';

  it('asks for exactly the inputs that action.yml declares', async () => {
    const { readInputs } = (await import(pathToFileURL(join(folder, 'src/inputs.ts')).href)) as {
      readInputs: (input: InputReader) => unknown;
    };
    const defaults = Object.entries(manifest.inputs).map(([key, { default: value = '' }]) => [
      `INPUT_${key.toUpperCase()}`,
      value,
    ]);
    const reader = new InputReader(Object.fromEntries(defaults), () => undefined);
    readInputs(reader);
    expect([...reader.asked].sort()).toEqual(Object.keys(manifest.inputs).sort());
  });

  it('describes every input and output, and gives every input a default or says that it is required', () => {
    const bare = [...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)]
      .filter(([, { description }]) => !description?.trim())
      .map(([key]) => key);
    expect(bare).toEqual([]);
    const undecided = Object.entries(manifest.inputs).filter(
      ([, input]) => input.default === undefined && !input.required,
    );
    expect(undecided.map(([key]) => key)).toEqual([]);
  });

  it('runs on Node 24 from dist/', () => {
    expect(manifest.runs.using).toBe('node24');
    expect(manifest.runs.main).toBe(`../../dist/${name}/index.js`);
    const own = entries.filter(({ action }) => action === name);
    const files = own.map((entry) => `../../dist/${name}/${entry.name}.js`);
    expect(['', ...files]).toContain(manifest.runs.post ?? '');
  });

  it('has a README whose tables are those of action.yml (npm run fix)', () => {
    expect(readme).toContain('<!-- inputs:start -->');
    expect(renderTables(readme, manifest)).toBe(readme);
  });
});
