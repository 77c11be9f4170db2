import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  exportVariable,
  loadState,
  saveState,
  setOutputs,
  tellIdle,
  writeSummary,
} from '@go-actions/action-kit';
import { parseCommandFile } from '@go-actions/test-kit';
import { afterEach, expect, it, vi } from 'vitest';
import { finishSummary } from '../../../packages/action-kit/src/io/runner-files.ts';

/** Texts that would end a line or an entry. */
const TEXTS = [
  'plain',
  '100 %',
  'two\nlines',
  '::error::x',
  'a<<b\nb',
  'ghadelimiter_x',
  'ünïcode ✓',
  '',
  ' ',
];

afterEach(() => vi.unstubAllEnvs());

it.each(TEXTS)('the runner reads back %j', (text) => {
  const files = filesAfter(() => {
    setOutputs({ name: text, next: 'x' });
    saveState('name', text);
    exportVariable('KIT_TEST', text);
  });
  expect(parseCommandFile(files.OUTPUT ?? '')).toEqual({ name: text, next: 'x' });
  expect(parseCommandFile(files.ENV ?? '')).toEqual({ KIT_TEST: text });
  vi.stubEnv('STATE_name', parseCommandFile(files.STATE ?? '').name);
  expect(loadState('name')).toBe(text);
});

it('writes outputs of every kind as text', () => {
  const { OUTPUT } = filesAfter(() => setOutputs({ a: 3, b: false, c: undefined, d: ['x'], e: { f: 1 } }));
  expect(parseCommandFile(OUTPUT ?? '')).toEqual({ a: '3', b: 'false', c: '', d: '["x"]', e: '{"f":1}' });
});

it('writes summaries in order, and cuts what GitHub would drop as a whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'go-actions-summary-'));
  try {
    const file = join(folder, 'summary');
    writeFileSync(file, 'of an earlier part\n');
    vi.stubEnv('GITHUB_STEP_SUMMARY', file);
    writeSummary('one\n');
    writeSummary('two\n'.repeat(400_000));
    writeSummary('three\n');
    await finishSummary();
    const text = readFileSync(file, 'utf8');
    expect(text.startsWith('of an earlier part\none\ntwo\n')).toBe(true);
    expect(text).toContain('The rest was cut');
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('says that post is idle, unless another step of the job needs it', () => {
  const tell = (...idle: boolean[]) =>
    filesAfter(() => {
      for (const each of idle) tellIdle('KIT_TEST', each);
    }).variable;
  expect(tell(true)).toBe('true');
  expect(tell(false)).toBe('false');
  expect(tell(true, false)).toBe('false');
  expect(tell(false, true)).toBe('false');
});

/** The runner's files and our environment after `body`; the delimiter, which is random, is cut out. */
function filesAfter(body: () => void): Record<string, string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'go-actions-commands-'));
  try {
    const kinds = ['OUTPUT', 'ENV', 'STATE', 'PATH'];
    for (const kind of kinds) {
      writeFileSync(join(folder, kind), '');
      vi.stubEnv(`GITHUB_${kind}`, join(folder, kind));
    }
    vi.stubEnv('KIT_TEST', undefined);
    body();
    const texts = kinds.map((kind) => [kind, readFileSync(join(folder, kind), 'utf8')]);
    return { ...Object.fromEntries(texts), variable: process.env.KIT_TEST };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
