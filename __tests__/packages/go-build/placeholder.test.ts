import { expect, it } from 'vitest';
import { findPlaceholder } from '../../../packages/go-build/src/placeholder.ts';

it.each([
  ['-X main.v={version}', undefined],
  ['-X main.v={version} -X main.c={Commit}', '{Commit}'],
  ['-X main.v={{.Version}}', '{{.Version}}'],
  ['-X main.v={{ version }}', '{{ version }}'],
  ['-X main.v=${VERSION}', '${VERSION}'],
  [`-X 'main.json={"a":1}' -X main.x={}`, undefined],
])('%s: %s', (ldflags, want) => expect(findPlaceholder(ldflags, ['{version}'])).toBe(want));
