import type { SbomContents, SbomFormat } from './contents.ts';
import { renderCycloneDx } from './cyclonedx.ts';
import { renderSpdx } from './spdx.ts';

/** An SBOM as text, and what its file name ends with. */
export function renderSbom(format: SbomFormat, contents: SbomContents): { suffix: string; text: string } {
  return format === 'cyclonedx'
    ? { suffix: 'cdx.json', text: renderCycloneDx(contents) }
    : { suffix: 'spdx.json', text: renderSpdx(contents) };
}
