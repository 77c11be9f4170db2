import { describe, expect, it } from 'vitest';
import {
  documentationGlob,
  layoutRules,
  matchRules,
  parseRules,
} from '../../../../actions/change-plan/src/rules/rules.ts';

describe('parseRules', () => {
  it('takes one check or a list, none at all, and nothing', () => {
    const rules = parseRules('deploy/**: [e2e, lint]\nproto/**: generate\nassets/**: []\nother: \n');
    expect(rules.map(({ glob, checks }) => [glob.text, ...checks])).toEqual([
      ['deploy/**', 'e2e', 'lint'],
      ['proto/**', 'generate'],
      ['assets/**'],
      ['other'],
    ]);
    expect(parseRules('')).toEqual([]);
    expect(parseRules('# nothing yet\n')).toEqual([]);
  });

  it.each([
    { name: 'no YAML', text: 'a: [', throws: 'expected YAML' },
    { name: 'no map', text: '- a', throws: 'expected a YAML map of path glob' },
    { name: 'a list of globs', text: '? [a, b]\n: unit', throws: 'expected path globs as the keys' },
    { name: 'a check that is a number', text: 'a: [1]', throws: 'expected checks out of' },
    { name: 'an unknown check', text: 'a: tests', throws: 'for "a", found "tests"' },
    { name: 'a glob twice', text: 'a: unit\na: lint', throws: 'expected YAML: Map keys must be unique' },
  ])('refuses $name', ({ text, throws }) => expect(() => parseRules(text)).toThrow(throws));
});

describe('rules', () => {
  const texts = (rules: readonly { readonly glob: { readonly text: string } }[]) =>
    rules.map(({ glob }) => glob.text);

  it('match by any name of a file', () =>
    expect(texts(matchRules(['svc/api/x', 'api/x'], parseRules('api/**: e2e\nweb/**: e2e')))).toEqual([
      'api/**',
    ]));

  it("of the layout give way to a user's with the same glob", () => {
    expect(texts(layoutRules(['cmd/a/main.go'], []))).toEqual(['cmd/**']);
    expect(layoutRules(['cmd/a/main.go'], parseRules('cmd/**: lint'))).toEqual([]);
    expect(layoutRules(['internal/a.go'], [])).toEqual([]);
  });

  it('know documentation', () => {
    expect(documentationGlob(['a/README.md'])?.text).toBe('**/*.md');
    expect(documentationGlob(['docs/x.png'])?.text).toBe('docs/**');
    for (const path of [
      'LICENSE',
      'LICENSE-MIT',
      'a/README.rst',
      '.gitignore',
      '.github/dependabot.yml',
      'CODEOWNERS',
      'GUIDE.markdown',
      'logo.png',
      '.github/images/a.svg',
      '.vscode/settings.json',
      'm.code-workspace',
      'renovate.json',
      '.github/renovate.json5',
      '.github/labeler.yml',
      '.codecov.yml',
      '.gitlab-ci.yml',
      '.circleci/config.yml',
      'mkdocs.yml',
      '.prettierrc',
    ])
      expect(documentationGlob([path]), path).toBeDefined();
    for (const path of [
      'a/docs/x.png',
      'docs.go',
      'LICENSES/x',
      '.github/actions/x/action.yml',
      '.github/matrix.json',
      '.circleci/test.sh',
      'web/logo.png',
      '.golangci.yml',
      '.pre-commit-config.yaml',
      '.gitattributes',
      'buf.yaml',
      'VERSION',
    ])
      expect(documentationGlob([path]), path).toBeUndefined();
  });
});
