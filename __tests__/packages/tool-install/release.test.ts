import { golangciRelease } from '@go-actions/tool-install';
import { expect, it } from 'vitest';

it('names the files of a golangci-lint release', () => {
  expect(golangciRelease('v2.13.1', { os: 'win32', arch: 'x64' }, 'https://github.com')).toEqual({
    folder: 'https://github.com/golangci/golangci-lint/releases/download/v2.13.1',
    archive: 'golangci-lint-2.13.1-windows-amd64.zip',
    checksums: 'golangci-lint-2.13.1-checksums.txt',
    member: 'golangci-lint-2.13.1-windows-amd64/golangci-lint.exe',
  });
  expect(golangciRelease('v2.13.1', { os: 'sunos', arch: 'x64' }, 'https://github.com')).toBeUndefined();
});
