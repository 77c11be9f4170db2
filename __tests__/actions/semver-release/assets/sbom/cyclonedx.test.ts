import { expect, it } from 'vitest';
import { renderCycloneDx } from '../../../../../actions/semver-release/src/assets/sbom/cyclonedx.ts';
import { CONTENTS } from './sample.ts';

it('names the program, its modules and the standard library, each as what it depends on', () => {
  const bom = JSON.parse(renderCycloneDx(CONTENTS));
  expect(bom.serialNumber).toBe('urn:uuid:01234567-89ab-8def-8123-456789abcdef');
  expect(bom.metadata.component).toMatchObject({ name: 'm.test/app', purl: 'pkg:golang/m.test/app@v1.2.3' });
  expect(bom.components.map(({ purl }: { purl: string }) => purl)).toEqual([
    'pkg:golang/x.test/lib@v1.0.0',
    'pkg:golang/std@1.26.8',
  ]);
  expect(bom.dependencies[0].dependsOn).toHaveLength(2);
});
