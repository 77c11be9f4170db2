import { expect, it } from 'vitest';
import { listNamedFiles } from '../../../../actions/setup-go-cache/src/build-cache/named-files.ts';

const TEXTS: Record<string, string> = {
  'app/deploy/compose.yaml':
    'volumes: ["./init:/docker-entrypoint-initdb.d:ro"]\nenv_file: $PWD/settings.conf\n',
  'app/deploy/init/a.sql': '\\i ../b.sql',
  'app/deploy/init/README.md': '',
  'app/deploy/b.sql': '',
  'app/settings.conf': '',
  'app/Makefile':
    'run: ./cmd/server go.mod docs test.\n\tcat ./testdata/x "${{ github.workspace }}/etc/x.ini"',
  'app/etc/x.ini': '',
  'app/cmd/server/main.go': '',
  'app/cmd/server/page.html': '',
  'app/docs/page.html': '',
  'app/test/x.txt': '',
  'app/testdata/x': '',
  'app/go.mod': '',
  'other/settings.conf': '',
};

it.each([
  {
    source: 'app/deploy/compose.yaml',
    want: ['app/deploy/b.sql', 'app/deploy/init/a.sql', 'app/settings.conf'],
  },
  { source: 'app/Makefile', want: ['app/etc/x.ini', 'app/test/x.txt'] },
])('$source names $want', ({ source, want }) => {
  const naming = { files: Object.keys(TEXTS), root: 'app', read: (file: string) => TEXTS[file] ?? '' };
  expect(listNamedFiles([source], naming)).toEqual(want);
});
