import { isUploadHost } from '@go-actions/github';
import { describe, expect, it } from 'vitest';

describe('isUploadHost', () => {
  const rows = [
    {
      name: 'github.com',
      upload: 'https://uploads.github.com/repos/a/b',
      api: 'https://api.github.com',
      want: true,
    },
    {
      name: 'data residency',
      upload: 'https://uploads.octo.ghe.com/repos/a/b',
      api: 'https://api.octo.ghe.com',
      want: true,
    },
    {
      name: 'an Enterprise Server',
      upload: 'https://ghe.example.com/api/uploads/repos/a/b',
      api: 'https://ghe.example.com/api/v3',
      want: true,
    },
    {
      name: 'another host',
      upload: 'https://uploads.github.com.example.com/',
      api: 'https://api.github.com',
      want: false,
    },
    { name: 'plain http', upload: 'http://uploads.github.com/', api: 'https://api.github.com', want: false },
  ];
  it.each(rows)('$name: $want', ({ upload, api, want }) => expect(isUploadHost(upload, api)).toBe(want));
});
