import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { CHECKS, type Check } from '../checks.ts';
import { type Glob, parseGlob } from './globs.ts';

/** A path that the glob matches orders these checks; an empty list orders nothing. */
export type Rule = { readonly glob: Glob; readonly checks: readonly Check[] };

/**
 * The default rules for files that a package owns, on top of lint, unit and build, which the import graph orders.
 * They match relative to the repository, to the working directory and to the file's module.
 */
const LAYOUT: readonly Rule[] = [
  { glob: parseGlob('cmd/**'), checks: ['build', 'e2e'] },
  { glob: parseGlob('pkg/**'), checks: ['contract', 'generate'] },
];

/**
 * Files that order nothing unless a package owns or reads them, or a rule says more. Only what no check of Go code can read: a file
 * that people write for people, and the settings of a program that runs none of the jobs that a plan orders.
 */
const DOCUMENTATION = [
  // Documents and pictures.
  '**/*.md',
  '**/*.{mdx,markdown,rst,adoc}',
  'docs/**',
  '**/{README,CHANGELOG,CHANGES,CONTRIBUTING,AUTHORS,CONTRIBUTORS,MAINTAINERS,CODEOWNERS}{,.txt}',
  '**/{LICENSE,LICENCE,COPYING,NOTICE,PATENTS}{,.txt,.rst,-*}',
  'CITATION.cff',
  '{,.github/**/}*.{png,jpg,jpeg,gif,svg,webp,ico}',
  // git and editors.
  '**/{.gitignore,.mailmap,.git-blame-ignore-revs,.editorconfig,*.code-workspace}',
  '**/.{vscode,idea,zed,cursor}/**',
  '.cursorrules',
  // Issues, pull requests and reviews.
  '.{github,gitlab}/{ISSUE_TEMPLATE,PULL_REQUEST_TEMPLATE,DISCUSSION_TEMPLATE,issue_templates,merge_request_templates}/**',
  '.github/{dependabot,FUNDING,labeler,stale,release,release-drafter}.{yml,yaml}',
  '{,.github/}{renovate.json,renovate.json5,.renovaterc,.renovaterc.json}',
  '{,.github/}{,.}{codecov,mergify,coderabbit}.{yml,yaml}',
  '.all-contributorsrc',
  // Other services that build or publish.
  '{.travis,.gitlab-ci,.cirrus,.drone,azure-pipelines,bitbucket-pipelines,appveyor,.appveyor,.circleci/config}.{yml,yaml}',
  '{.readthedocs,mkdocs}.{yml,yaml}',
  '{netlify.toml,sonar-project.properties}',
  // Spelling and layout of prose.
  '{.markdownlint{,-cli2}.{json,jsonc,yml,yaml},.prettierrc,.prettierignore,.vale.ini,.codespellrc,{,.,_}typos.toml}',
].map(parseGlob);

/** Checks that a rule of the layout adds for an owned file; a rule of the user with the same glob takes its place. */
export function layoutRules(names: readonly string[], rules: readonly Rule[]): Rule[] {
  const overruled = new Set(rules.map((rule) => rule.glob.text));
  return LAYOUT.filter((rule) => !overruled.has(rule.glob.text) && names.some(rule.glob.matches));
}

/** The user's rules that match one of the names of a file. */
export function matchRules(names: readonly string[], rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => names.some(rule.glob.matches));
}

/** The glob that makes a file documentation, if one does. */
export function documentationGlob(names: readonly string[]): Glob | undefined {
  return DOCUMENTATION.find((glob) => names.some(glob.matches));
}

/** Parses the `rules` input: a YAML map of path glob to a check or a list of checks. Throws `expected …`. */
export function parseRules(text: string): Rule[] {
  if (text === '') return [];
  const document = parseDocument(text, { logLevel: 'silent' });
  const [problem] = document.errors;
  if (problem) throw new Error(`expected YAML: ${problem.message.split('\n')[0]}`);
  const { contents } = document;
  if (contents === null) return [];
  if (!isMap(contents))
    throw new Error('expected a YAML map of path glob to a list of checks, such as "deploy/**: [e2e]"');
  return contents.items.map(({ key, value }) => {
    if (!isScalar(key) || typeof key.value !== 'string')
      throw new Error('expected path globs as the keys of the map');
    const glob = key.value;
    const entries = isSeq(value) ? value.items : isScalar(value) && value.value !== null ? [value] : [];
    return {
      glob: parseGlob(glob),
      checks: entries.map((entry) => parseCheck(glob, isScalar(entry) ? entry.value : entry)),
    };
  });
}

function parseCheck(glob: string, found: unknown): Check {
  const check = CHECKS.find((known) => known === found);
  if (check) return check;
  throw new Error(
    `expected checks out of ${CHECKS.join(', ')} for ${JSON.stringify(glob)}, found ${JSON.stringify(found)}`,
  );
}
