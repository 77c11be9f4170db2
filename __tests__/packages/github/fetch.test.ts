import { createServer } from 'node:http';
import { readApi } from '@go-actions/github';
import { listen } from '@go-actions/test-kit';
import { describe, expect, it } from 'vitest';

describe('readApi', () => {
  it.each([
    { name: 'JSON', status: 200, body: '{"id":7}', want: { id: 7 } },
    { name: 'a page of a proxy', status: 200, body: '<html>', want: /^GitHub answered GET .* not JSON/ },
    { name: 'a refusal', status: 404, body: '{"message":"Not Found"}', want: /with 404: Not Found/ },
  ])('answered with $name', async ({ status, body, want }) => {
    await using api = await listen(
      createServer((_request, response) => response.writeHead(status).end(body)),
    );
    const options = {
      apiUrl: `${api.url}/`,
      repository: 'octo/app',
      token: 'secret-token',
      retry: false,
    } as const;
    const answer = await readApi(options, '/actions/runs/7').catch((error: Error) => error.message);
    if (want instanceof RegExp) expect(answer).toMatch(want);
    else expect(answer).toEqual(want);
  });
});
