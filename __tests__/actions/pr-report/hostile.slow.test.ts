import { type MadeEntry, makeZip } from '@go-actions/test-kit';
import { marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { renderComment } from '../../../actions/pr-report/src/comment.ts';
import { parseCoverageClaim } from '../../../actions/pr-report/src/coverage-claim.ts';
import { parseLintClaim } from '../../../actions/pr-report/src/lint-claim.ts';
import { isPlain } from '../../../actions/pr-report/src/quoted.ts';
import {
  coverageReport,
  finished,
  GOFMT,
  HEAD,
  handedOver,
  lintReport,
  PULL_REQUEST,
  report,
  startScene,
} from './scene.ts';

const finding = (more: Record<string, unknown>) => lintReport([{ ...GOFMT, ...more }]);

describe('a lint report from a stranger', () => {
  const rows: { name: string; json: string; throws: RegExp }[] = [
    { name: 'no JSON', json: '<html>', throws: /^expected JSON$/ },
    { name: 'a list', json: '[]', throws: /^expected an object$/ },
    { name: 'nothing', json: 'null', throws: /^expected an object$/ },
    { name: 'another format', json: lintReport([], { format: 2 }), throws: /expected 1 at format/ },
    {
      name: 'an own verdict',
      json: lintReport([], { verdict: 'great' }),
      throws: /expected pass or fail at verdict/,
    },
    { name: 'inherited fields', json: '{ "__proto__": { "format": 1 } }', throws: /expected 1 at format/ },
    { name: 'findings that are none', json: lintReport([1]), throws: /expected an object at findings\[0\]/ },
    {
      name: 'too many findings',
      json: lintReport(Array(100_001).fill(GOFMT)),
      throws: /at most 100000 entries/,
    },
    { name: 'a path upwards', json: finding({ file: '../x' }), throws: /path inside of the repository/ },
    { name: 'a path upwards inside', json: finding({ file: 'a/../../../login' }), throws: /path inside/ },
    { name: 'an absolute path', json: finding({ file: '/etc/passwd' }), throws: /path inside/ },
    { name: 'a path of Windows', json: finding({ file: 'a\\b' }), throws: /path inside/ },
    { name: 'a path with a line end', json: finding({ file: 'a\nb' }), throws: /path inside/ },
    { name: 'an empty path', json: finding({ file: '' }), throws: /path inside/ },
    { name: 'a long path', json: finding({ file: 'a/'.repeat(600).slice(0, -1) }), throws: /path inside/ },
    {
      name: 'a negative line',
      json: finding({ line: -1 }),
      throws: /expected a count at findings\[0\]\.line/,
    },
    { name: 'half a line', json: finding({ line: 1.5 }), throws: /expected a count/ },
    { name: 'a line as text', json: finding({ line: '1' }), throws: /expected a count/ },
    {
      name: 'a message that is none',
      json: finding({ message: { toString: 'x' } }),
      throws: /expected a text/,
    },
    {
      name: 'a fix without end',
      json: finding({ fix: { start: 1, text: '' } }),
      throws: /expected a count at .*fix\.end/,
    },
  ];
  it.each(rows)('is refused: $name', ({ json, throws }) =>
    expect(() => parseLintClaim(json)).toThrow(throws),
  );

  it('is cut where it is long, and keeps nothing that nobody asked for', () => {
    const claim = parseLintClaim(finding({ message: 'x'.repeat(9_000), more: { evil: true } }));
    expect(claim.findings[0]?.message).toHaveLength(2_000);
    expect(Object.keys(claim.findings[0] ?? {})).not.toContain('more');
  });
});

describe('a coverage report from a stranger', () => {
  const rows: { name: string; json: string; throws: RegExp }[] = [
    { name: 'another schema', json: coverageReport({ schema: '1' }), throws: /expected 1 at schema/ },
    {
      name: 'a total that is huge',
      json: coverageReport({ total: { covered: 1, statements: 2 ** 40 } }),
      throws: /count at total/,
    },
    { name: 'no tests', json: coverageReport({ tests: undefined }), throws: /an object at tests/ },
    {
      name: 'a file elsewhere',
      json: coverageReport({ patch: { files: [{ path: '//evil.example/x', uncovered: [] }] } }),
      throws: /path inside/,
    },
    { name: 'failures in a text', json: coverageReport({ failures: 'none' }), throws: /entries at failures/ },
  ];
  it.each(rows)('is refused: $name', ({ json, throws }) =>
    expect(() => parseCoverageClaim(json)).toThrow(throws),
  );
});

describe('an artifact that is none', () => {
  const file: MadeEntry = { path: 'lint.json', content: lintReport() };
  const bomb = Buffer.alloc(40 * 1024 ** 2, 32);
  const rows: { name: string; zip: Buffer }[] = [
    { name: 'no zip', zip: Buffer.from('PK') },
    { name: 'two files', zip: makeZip([file, { ...file, path: 'b.json' }]) },
    { name: 'no file', zip: makeZip([]) },
    { name: 'a path upwards', zip: makeZip([{ ...file, path: '../lint.json' }]) },
    { name: 'a link', zip: makeZip([{ ...file, mode: 0o120777 }]) },
    { name: 'more than it says', zip: makeZip([{ ...file, size: 5 }]) },
    { name: 'forty megabytes of blanks', zip: makeZip([{ path: 'lint.json', content: bomb }]) },
    {
      name: 'forty megabytes that say they are five',
      zip: makeZip([{ path: 'lint.json', content: bomb, size: 5 }]),
    },
    { name: 'JSON of another kind', zip: makeZip([{ path: 'lint.json', content: '{}' }]) },
  ];
  it('is told for each call, the run’s own result is shown, and the job stays green', async () => {
    const zips = Object.fromEntries(rows.map(({ zip }, i) => [`lint-${i}`, zip]));
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts: handedOver(zips) });
    const { code, outputs, stdout } = await report(api, finished(PULL_REQUEST));
    expect({ code, outputs }).toMatchObject({ code: 0, outputs: { comment: 'created', suggestions: '0' } });
    const body = api.talk(7).comments[0]?.body ?? '';
    expect(body).toContain('### ❌ `Go` failed');
    for (const [i, { name }] of rows.entries()) {
      expect(stdout, name).toMatch(`The artifact report-lint-${i} cannot be read: expected `);
      expect(body, name).toMatch(
        new RegExp(`#### \`${i}\`\\n\\n.*\\n.*\\n\\| Lint \\| ❔ \\| its report cannot be read`),
      );
    }
  });
});

const EVIL = [
  '@octocat @octo/security',
  '#1 octo/app#1 GH-1 https://evil.example www.evil.example mailto:a@evil.example',
  '<img src=https://evil.example/x.png><script>alert(1)</script><!-- --></details>',
  '![x](https://evil.example/x.png) [x](https://evil.example) [x]: https://evil.example',
  '` @octocat ` `` @octocat `` ``` @octocat ```',
  '`` ` @octocat',
  '\\` @octocat \\`',
  'a | b \\| @octocat \\\\| @octocat',
  '\n\n# Heading\n\n@octocat\n\n- list\n\n| a | b |\n|---|---|\n| @octocat | x |',
  '\r@octocat\u2028@octocat\u2029@octocat\u0085@octocat',
  '$`x`$ $$ @octocat $$ :tada:',
  '~~~\n@octocat\n~~~',
  '\u202e@octocat\u202c \u0000\u001b[31m \u200b\ufeff \ud800',
  '',
  ' ',
  '`',
  '` `',
  'a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0',
  '<!-- go-actions/pr-report go -->',
];

describe('the comment about a hostile report', () => {
  const lint = parseLintClaim(
    lintReport(
      EVIL.map((text, i) => ({
        ...GOFMT,
        file: `a b/(${i})[x]*_~!'&<>".go`,
        rule: text,
        message: `${text}${text}`,
      })),
    ),
  );
  const coverage = parseCoverageClaim(
    coverageReport({
      failures: EVIL.map((text) => ({ package: text, test: text, message: text })),
      incomplete: EVIL.map((text) => ({ what: text, why: text })),
      checks: [{ kind: 'total', minimum: '80 @octocat', met: true }],
    }),
  );
  const facts = {
    marker: '<!-- go-actions/pr-report go -->',
    repository: 'octo/app',
    head: { repository: 'octo/app', sha: HEAD },
    serverUrl: 'https://github.com',
  };

  it.each(EVIL.map((name) => ({ name })))('has it in code only: %j', ({ name }) => {
    const body = renderComment({
      ...facts,
      run: { id: 1, name, passed: false },
      left: 0,
      reports: [
        { call: '', lint: { read: lint }, coverage: { read: coverage } },
        { call: name, lint: { read: lint }, coverage: undefined },
      ],
    });
    expect(body.length).toBeLessThan(65_536);
    expect(isPlain(body)).toBe(true);
    const links: string[] = [];
    const text: string[] = [];
    const html: string[] = [];
    marked.walkTokens(marked.lexer(body, { gfm: true }), (token: Token) => {
      if (token.type === 'link') links.push(token.href);
      if (token.type === 'text' && !('tokens' in token && token.tokens)) text.push(token.text);
      if (token.type === 'html') html.push(token.raw.trim());
      expect(token.type).not.toBe('image');
    });
    expect(text.join('\n')).not.toMatch(/octocat|evil|security|alert|Heading/);
    const allowed =
      /^(<!-- go-actions\/pr-report go -->.*|<\/?details>(<summary>[\w ]+<\/summary>)?|<\/?summary>|<\/?sub>)$/s;
    for (const raw of html) expect(raw).toMatch(allowed);
    for (const href of links)
      expect(new URL(href).pathname).toMatch(/^\/octo\/app\/(blob|commit|actions\/runs)\//);
  });
});

describe('a hostile suggestion', () => {
  const rows: { name: string; fix: { start: number; end: number; text: string } }[] = [
    { name: 'outside of the diff', fix: { start: 90, end: 90, text: 'x\n' } },
    { name: 'before the first line', fix: { start: 0, end: 0, text: 'x\n' } },
    { name: 'from behind', fix: { start: 6, end: 3, text: 'x\n' } },
    { name: 'of half the diff and more', fix: { start: 4, end: 400, text: 'x\n' } },
    { name: 'that turns the direction of text', fix: { start: 4, end: 4, text: 'return 1 // \u202e\n' } },
    { name: 'with an escape sequence', fix: { start: 4, end: 4, text: '\u001b[2Kreturn 1\n' } },
    { name: 'of thousands of lines', fix: { start: 4, end: 4, text: '\n'.repeat(5_000) } },
    { name: 'that changes nothing', fix: { start: 4, end: 4, text: '  return 1\n' } },
  ];
  it('is none', async () => {
    const lint = lintReport(rows.map(({ name, fix }) => ({ ...GOFMT, message: name, fix })));
    const artifacts = handedOver({ lint });
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts, grants: undefined });
    expect((await report(api, finished(PULL_REQUEST))).outputs.suggestions).toBe('0');
  });

  it('cannot end its own block', async () => {
    const text = '\treturn 1 // ````\n```\n@octocat\n```suggestion\n';
    const artifacts = handedOver({ lint: lintReport([{ ...GOFMT, fix: { start: 4, end: 4, text } }]) });
    await using api = await startScene({ pullRequests: [PULL_REQUEST], artifacts, grants: undefined });
    await report(api, finished(PULL_REQUEST));
    const blocks = marked.lexer(api.talk(7).suggestions[0]?.body ?? '').filter(({ type }) => type === 'code');
    expect(blocks).toEqual([expect.objectContaining({ lang: 'suggestion', text: text.replace(/\n$/, '') })]);
  });
});
