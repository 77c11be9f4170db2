import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import {
  addPath,
  annotate,
  exportVariable,
  mask,
  notice,
  saveState,
  setOutputs,
  tellIdle,
  warning,
} from '@go-actions/action-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** Texts that would end a message, a property, a line or an entry. */
const TEXTS = ['plain', 'a,b:c', '100 %', 'two\nlines\r\n', '::error::x', 'a<<b\nb', 'ünïcode ✓', '', ' '];

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What is written to stdout, with the runner's command files and without them. */
function written(body: () => void): string {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  body();
  vi.restoreAllMocks();
  return lines.join('');
}

describe("the runner is told the same as by GitHub's own toolkit", () => {
  it.each(TEXTS)('messages: %j', (text) => {
    const ours = written(() => {
      warning(text);
      notice(text);
      annotate([{ level: 'error', message: text, title: text, file: text, line: 3, endLine: 4, column: 5 }]);
    });
    const theirs = written(() => {
      core.warning(text);
      core.notice(text);
      core.error(text, { title: text, file: text, startLine: 3, endLine: 4, startColumn: 5 });
    });
    expect(ours).toBe(theirs);
  });

  it('a secret is masked', () => {
    expect(written(() => mask('a%b,c'))).toBe(written(() => core.setSecret('a%b,c')));
  });

  it.each(TEXTS)('command files: %j', (text) => {
    const ours = filesAfter(() => {
      setOutputs({ name: text });
      exportVariable('KIT_TEST', text);
      saveState('name', text);
      addPath('/opt/bin');
    });
    const theirs = filesAfter(() => {
      core.setOutput('name', text);
      core.exportVariable('KIT_TEST', text);
      core.saveState('name', JSON.stringify(text));
      core.addPath('/opt/bin');
    });
    expect(ours).toEqual(theirs);
  });

  it.each(TEXTS)('lines for engines without command files: %j', (text) => {
    for (const kind of ['OUTPUT', 'STATE']) vi.stubEnv(`GITHUB_${kind}`, undefined);
    const ours = written(() => {
      setOutputs({ name: text });
      saveState('name', text);
    });
    const theirs = written(() => {
      core.setOutput('name', text);
      core.saveState('name', JSON.stringify(text));
    });
    expect(ours).toBe(theirs.trimStart()); // theirs begins with an empty line
  });
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
    vi.stubEnv('PATH', '/bin');
    vi.stubEnv('KIT_TEST', undefined);
    body();
    const texts = kinds.map((kind) => [
      kind,
      readFileSync(join(folder, kind), 'utf8').replace(/ghadelimiter_[-0-9a-f]{36}/g, 'DELIMITER'),
    ]);
    return { ...Object.fromEntries(texts), path: process.env.PATH, variable: process.env.KIT_TEST };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
