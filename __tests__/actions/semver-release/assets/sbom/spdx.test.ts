import { expect, it } from 'vitest';
import { renderSpdx } from '../../../../../actions/semver-release/src/assets/sbom/spdx.ts';
import { CONTENTS } from './sample.ts';

it('has a name space of its own for each release, and guesses no licence', () => {
  const document = JSON.parse(renderSpdx({ ...CONTENTS, tag: 'tool/v1.2.3' }));
  expect(document.documentNamespace).toBe(
    'https://github.com/octo/app/sbom/tool/v1.2.3-0123456789abcdef0123456789abcdef',
  );
  const [main, lib] = document.packages;
  expect(main).toMatchObject({ name: 'm.test/app', licenseConcluded: 'NOASSERTION' });
  expect(lib).toMatchObject({ name: 'x.test/lib', versionInfo: 'v1.0.0', comment: 'go.sum: h1:abc=' });
  expect(document.relationships).toHaveLength(3);
});
