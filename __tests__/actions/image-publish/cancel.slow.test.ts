import { readdir, readFile } from 'node:fs/promises';
import { createSubject, type Subject } from '@go-actions/tools/prove/deliver/subject';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whyWithout } from '../../needs.ts';

// Building them takes minutes: they are used where they are there.
const missing =
  (await whyWithout(['ko', 'cosign', 'govulncheck'], 'deliver')) ??
  (process.platform === 'linux' ? undefined : 'the processes of a run are found in /proc');
beforeEach(({ skip }) => skip(missing !== undefined, missing));

let subject: Subject;
beforeAll(async () => {
  if (!missing) subject = await createSubject();
});
afterEach(() => {
  if (subject) subject.landscape.proxy.plan = () => undefined;
});
afterAll(async () => subject?.[Symbol.asyncDispose]());

/** The processes that have this in their environment, as the children of a run have its RUNNER_TEMP. */
async function findProcesses(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const environments = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/environ`, 'utf8').catch(() => '')), // it has ended, or is not ours
  );
  return ids.filter((_, i) => environments[i]?.includes(text));
}

const TAGS = ['1', '1.5', '1.5.0', 'latest'];

describe('cancelled', () => {
  const cases = [
    { when: 'while ko builds', at: /^GET \/v2\/base\/manifests/, builder: 'ko' },
    { when: 'while crane pushes a layer', at: /^PATCH /, builder: 'oci' },
    { when: 'while the index is pushed', at: /^PUT .*manifests\/sha256:/, builder: 'oci' },
    { when: 'while cosign attaches', at: /^PUT .*manifests\/sha256-/, builder: 'oci' },
    { when: 'just before the exact tag', at: /^PUT .*manifests\/1\.5\.0$/, builder: 'oci' },
  ];
  it.each(cases)('$when: no child lives on, nothing is written, a rerun finishes', async (row) => {
    const { landscape, publish } = subject;
    const { proxy } = landscape;
    const repository = `cancelled/${row.when.replaceAll(' ', '-')}`;
    const base = landscape.base.replace(landscape.registry.host, proxy.host);
    const changes: Record<string, string> =
      row.builder === 'ko' ? { builder: 'ko', layout: '', 'base-image': base } : {};
    let cancel: (() => void) | undefined;
    let struck = false;
    // The registry does not hear of the request itself: a client that lives on sends it again.
    proxy.plan = ({ method, path }) => {
      if (struck || !row.at.test(`${method} ${path}`)) return undefined;
      struck = true;
      cancel?.();
      return 'reset';
    };
    const { code, log, temp } = await publish(
      repository,
      (end) => {
        cancel = end;
      },
      changes,
    );
    const sent = proxy.requests.length;
    expect({ struck, code }, log).toEqual({ struck: true, code: 1 });
    expect(log).toContain('The job was cancelled (SIGTERM)');
    await expect.poll(() => findProcesses(temp), { timeout: 10_000 }).toEqual([]);
    expect(proxy.requests.slice(sent)).toEqual([]);
    expect(await landscape.listHumanTags(repository)).toEqual([]);

    const again = await publish(repository, undefined, changes);
    expect(again.code, again.log).toBe(0);
    expect(await landscape.listHumanTags(repository)).toEqual(TAGS);
  });
});
