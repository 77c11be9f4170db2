import { expect, it } from 'vitest';
import { renderSbom } from '../../../../../actions/semver-release/src/assets/sbom/sbom.ts';
import { CONTENTS } from './sample.ts';

it('has a name for each format', () => {
  expect(renderSbom('cyclonedx', CONTENTS)).toMatchObject({
    suffix: 'cdx.json',
    text: expect.stringContaining('CycloneDX'),
  });
  expect(renderSbom('spdx', CONTENTS)).toMatchObject({
    suffix: 'spdx.json',
    text: expect.stringContaining('SPDX-2.3'),
  });
});
