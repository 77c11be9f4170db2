import { parseBuildInfo } from '@go-actions/go-build';
import { expect, it } from 'vitest';
import {
  listAlpinePackages,
  listDebianPackages,
  listModules,
  parseOsId,
} from '../../../../actions/image-publish/src/sbom/packages.ts';

it('lists the modules of a binary, with what replaces them', () => {
  const info = parseBuildInfo(
    'go1.26.8 X:jsonv2',
    'mod\texample.com/App\tv1.5.0\t\ndep\tgithub.com/a/b\tv1.0.0\th1:x=\n=>\tgithub.com/fork/b\tv1.0.1\th1:y=\ndep\tlocal.test/x\t(devel)\t\n',
  );
  expect(listModules(info).map(({ purl }) => purl)).toEqual([
    'pkg:golang/stdlib@1.26.8',
    'pkg:golang/example.com/app@v1.5.0',
    'pkg:golang/github.com/fork/b@v1.0.1',
    'pkg:golang/local.test/x',
  ]);
});

it('lists the packages of Debian and of Alpine', () => {
  const status = 'Package: tzdata\nVersion: 2024a-0+deb12u1\nArchitecture: all\n\nPackage: half\n\n';
  expect(listDebianPackages(status)).toEqual([
    { name: 'tzdata', version: '2024a-0+deb12u1', purl: 'pkg:deb/debian/tzdata@2024a-0%2Bdeb12u1?arch=all' },
  ]);
  const removed = 'Package: old\nStatus: deinstall ok config-files\nVersion: 1\n';
  expect(listDebianPackages(removed)).toEqual([]);
  const installed = 'Package: adduser\nStatus: install ok installed\nVersion: 3.1\nArchitecture: all\n';
  expect(listDebianPackages(installed, 'ubuntu')[0]?.purl).toBe('pkg:deb/ubuntu/adduser@3.1?arch=all');
  expect(listAlpinePackages('C:Q1\nP:musl\nV:1.2.5-r0\n\n')).toEqual([
    { name: 'musl', version: '1.2.5-r0', purl: 'pkg:apk/alpine/musl@1.2.5-r0' },
  ]);
});

it.each([
  ['NAME="Wolfi"\nID=wolfi\nVERSION_ID="1"\n', 'wolfi'],
  ["ID='debian'\n", 'debian'],
  ['VERSION_ID=12\nBUILD_ID=rolling\n', undefined],
  ['ID=../x?\n', undefined],
  ['', undefined],
])('the system of %j is %s', (text, id) => expect(parseOsId(text)).toBe(id));
