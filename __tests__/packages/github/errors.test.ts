import { GitHubError } from '@go-actions/github';
import { describe, expect, it } from 'vitest';

describe('GitHubError', () => {
  const said = (message: string, errors?: unknown) => JSON.stringify({ message, errors });
  it.each([
    {
      status: 422,
      body: said('Validation Failed', [
        {
          resource: 'Release',
          field: 'tag_name',
          code: 'custom',
          message: 'tag_name was used by an immutable release',
        },
      ]),
      want: 'burned',
    },
    { status: 422, body: said('Cannot upload assets to an immutable release.'), want: 'immutable' },
    { status: 422, body: said('Repository rule violations found'), want: 'ruleset' },
    {
      status: 422,
      body: said('Validation Failed', [{ resource: 'Release', field: 'tag_name', code: 'already_exists' }]),
      want: 'already-exists',
    },
    { status: 404, body: said('without `workflows` permission'), want: 'workflow-file' },
    { status: 403, body: said('You have exceeded a secondary rate limit'), want: 'rate-limit' },
    { status: 401, body: said('Bad credentials'), want: 'unauthorized' },
    { status: 403, body: said('Resource not accessible by integration'), want: 'forbidden' },
    { status: 404, body: said('Not Found'), want: 'not-found' },
    { status: 404, body: '', want: 'not-found' },
    { status: 503, body: '<html>busy</html>', want: 'unavailable' },
    { status: 599, body: '', want: 'unavailable' },
    { status: 422, body: said('Validation Failed'), want: 'invalid' },
    { status: 400, body: said('Bad Request'), want: 'invalid' },
  ])('$status $body is $want', ({ status, body, want }) => {
    expect(new GitHubError('POST /x', status, body)).toMatchObject({ status, kind: want });
  });

  it.each([
    {
      name: 'what a field has',
      body: said('Validation Failed', [{ resource: 'Release', field: 'name', code: 'missing' }, 'more']),
      want: 'GitHub answered POST /x with 422: Validation Failed; Release name missing; more',
    },
    {
      name: 'a page without its tags',
      body: '<h1>Bad\ngateway</h1>',
      want: 'GitHub answered POST /x with 422: Bad gateway',
    },
    {
      name: 'the start of a long page',
      body: 'x'.repeat(400),
      want: `GitHub answered POST /x with 422: ${'x'.repeat(300)}`,
    },
    { name: 'nothing', body: '', want: 'GitHub answered POST /x with 422' },
  ])('shows $name', ({ body, want }) => expect(new GitHubError('POST /x', 422, body).message).toBe(want));

  it('names the permission where one may be missing, and only there', () => {
    const remedy = (status: number) => new GitHubError('GET /x', status, '{}', 'checks: write').remedy;
    expect([remedy(403), remedy(404)]).toEqual([
      'Give the job `permissions: checks: write`.',
      'Give the job `permissions: checks: write`.',
    ]);
    expect(remedy(401)).toContain('`token` is not valid');
    expect(remedy(400)).toBeUndefined();
  });
});
