import { describe, expect, it } from 'vitest';
import {
  explainConflict,
  parsePublished,
} from '../../../../actions/chart-publish/src/publication/published.ts';

const D = (digit: string) => `sha256:${digit.repeat(64)}`;
const chart = (digest: string) =>
  JSON.stringify({
    config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: D('0') },
    layers: [
      { mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov', digest: D('9') },
      { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest },
    ],
  });

describe('a tag that is taken', () => {
  it('by the same chart is no conflict', () => {
    expect(explainConflict('r', parsePublished(chart(D('1'))), D('1'))).toBeUndefined();
  });
  it('helm/helm#9985, #10264: by another chart is one, with both packages', () => {
    expect(explainConflict('r', parsePublished(chart(D('1'))), D('2'))).toBe(
      `r exists, and is another chart: the registry has the package ${D('1')}, and this commit gives ${D('2')}. No tag was written.`,
    );
  });
  it('by an image is one', () => {
    const image = { mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };
    expect(explainConflict('r', parsePublished(JSON.stringify(image)), D('1'))).toContain(
      'holds no chart but application/vnd.oci.image.index',
    );
  });
});
