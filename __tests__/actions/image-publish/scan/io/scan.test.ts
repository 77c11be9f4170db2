import { chmod } from 'node:fs/promises';
import { createProject } from '@go-actions/test-kit';
import { expect, it } from 'vitest';
import { scanBinaries } from '../../../../../actions/image-publish/src/scan/io/scan.ts';

const BINARY = { path: '/app', stored: '/dev/null' };
const CONFIG = '{"config": {"scanner_name": "govulncheck", "db_last_modified": "2026-01-01T00:00:00Z"}}';

it.each([
  ['prints nothing', 'exit 0', 'is no scan: '],
  ['prints what is no JSON', 'echo hello', 'is no scan: '],
  ['ends before the program is read', `echo '${CONFIG}'`, 'expected the modules'],
  ['says that it failed', `echo '${CONFIG}'; echo 'no database' >&2; exit 1`, 'no database'],
  ['is killed', 'kill -9 $$', 'SIGKILL'],
])('a govulncheck that %s is no scan', async (_, script, says) => {
  await using disk = await createProject({ govulncheck: `#!/bin/sh\n${script}\n` });
  await chmod(disk.path('govulncheck'), 0o755);
  const scan = scanBinaries(disk.path('govulncheck'), [BINARY], {
    db: undefined,
    signal: new AbortController().signal,
  });
  await expect(scan).rejects.toThrow(/^\/app could not be scanned: /);
  await expect(scan).rejects.toThrow(says);
});

it('an image without a program of Go is not scanned, and says so', async () => {
  const none = scanBinaries('govulncheck', [], { db: undefined, signal: new AbortController().signal });
  await expect(none).rejects.toThrow('Nothing could be scanned');
});
