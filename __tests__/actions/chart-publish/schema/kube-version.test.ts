import { expect, it } from 'vitest';
import { parseKubeVersion } from '../../../../actions/chart-publish/src/schema/kube-version.ts';

it.each(['1.36.3', 'v1.36.3'])('takes %s', (text) => expect(parseKubeVersion(text)).toBe('1.36.3'));
it.each(['1.36', '2.0.0', '1.36.3-rc.1', 'latest', '1.36.3@x', ''])('refuses %j', (text) =>
  expect(() => parseKubeVersion(text)).toThrow('all three numbers'),
);
