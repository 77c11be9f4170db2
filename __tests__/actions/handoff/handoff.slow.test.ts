import { mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { collectInputs, InputReader } from '@go-actions/action-kit';
import {
  type ArtifactService,
  createProject,
  makeZip,
  type Project,
  runAction,
  startArtifactService,
} from '@go-actions/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readInputs } from '../../../actions/handoff/src/inputs.ts';
import { preparePlace } from '../../../actions/handoff/src/io/place.ts';
import { stageFiles } from '../../../actions/handoff/src/io/stage.ts';

let service: ArtifactService;
beforeAll(async () => {
  service = await startArtifactService();
});
afterAll(() => service[Symbol.asyncDispose]());

let artifact = 0;
beforeEach(() => {
  artifact += 1;
});

const handoff = (project: Project, inputs: Record<string, string>) =>
  runAction('handoff', {
    workspace: project.dir,
    inputs: { name: `artifact-${artifact}`, ...inputs },
    env: service.env(),
  });

const FILES = {
  'dist/app.tar.gz': new Uint8Array([0, 1, 2, 255]),
  'dist/sub/ü.txt': 'hi\n',
  'dist/.git/config': 'x',
  NOTES: '',
};

describe('handoff', () => {
  it('brings files to another job, with the digest that sha256sum gives', async () => {
    await using sender = await createProject(FILES);
    await using receiver = await createProject({});
    const put = await handoff(sender, { mode: 'put', path: 'dist\nNOTES' });
    expect(put.stdout).toContain('Put 3 files (7 B)');
    expect(put.code).toBe(0);
    const get = await handoff(receiver, { mode: 'get', path: 'in/assets', digest: put.outputs.digest ?? '' });
    expect(get.annotations).toEqual([]);
    expect(get.outputs).toEqual({ digest: put.outputs.digest, path: receiver.path('in/assets') });
    expect(await receiver.read('in/assets/sub/ü.txt')).toBe('hi\n');
    expect((await readdir(receiver.path('in/assets'))).sort()).toEqual(['NOTES', 'app.tar.gz', 'sub']);
    const list = 'find . -type f | sed s,^./,, | LC_ALL=C sort | xargs sha256sum | sha256sum';
    const sum = await receiver.exec('bash', ['-c', list], { cwd: receiver.path('in/assets') });
    expect(`sha256:${sum.split(' ')[0]}`).toBe(put.outputs.digest);
    expect(await readdir(receiver.path('in'))).toEqual(['assets']);
  });

  it('case login-deploy/42: takes patterns and exclusions, below the fixed part of the pattern', async () => {
    await using sender = await createProject({
      'dist/app.tar.gz': 'a',
      'dist/app.zip': 'b',
      'dist/deep/lib.tar.gz': 'c',
      'dist/deep/skip.tar.gz': 'd',
      'dist/we[i]rd.txt': 'e',
    });
    await using receiver = await createProject({});
    const path = 'dist/**/*.tar.gz\n!dist/**/skip*\ndist/we[i]rd.txt';
    const put = await handoff(sender, { mode: 'put', path });
    expect(put).toMatchObject({ code: 0, annotations: [] });
    await handoff(receiver, { mode: 'get', path: 'in', digest: put.outputs.digest ?? '' });
    const found = (await readdir(receiver.path('in'), { recursive: true })).sort();
    expect(found).toEqual(['app.tar.gz', 'deep', 'deep/lib.tar.gz', 'we[i]rd.txt']);
  });

  it.each([
    { path: 'dist/*', want: ['a.txt', 'cache/.env', 'cache/s', 'linux/app'] },
    { path: 'dist/{linux,cache}', want: ['cache/.env', 'cache/s', 'linux/app'] },
    { path: 'dist/**\n!dist/ca*', want: ['a.txt', 'linux/app'] },
    { path: '!**/cache\ndist', want: ['a.txt', 'linux/app'] },
    { path: 'dist\n!dist/*/', want: ['a.txt'] },
    { path: 'dist\n!**/*.env', want: ['a.txt', 'cache/s', 'linux/app'] },
    { path: './dist/*.txt\ndist/linux/', want: ['a.txt', 'app'] },
  ])(
    'case login-deploy/42: folders that a line fits, with what is in them: $path',
    async ({ path, want }) => {
      await using sender = await createProject({
        'dist/a.txt': '',
        'dist/linux/app': '',
        'dist/cache/s': '',
        'dist/cache/.env': '',
      });
      await using staging = await createProject({});
      const staged = await stageFiles(path.split('\n'), sender.dir, staging.dir);
      expect(staged.map((file) => file.path).sort()).toEqual(want);
    },
  );

  it('brings execute bits and names that the artifact service refuses', async () => {
    const odd = ['bin/run', 'a:b', 'line\nbreak', '::error::x', 'dot.', 'sub:dir/q?'];
    await using sender = await createProject(Object.fromEntries(odd.map((name) => [`out/${name}`, name])));
    await sender.exec('chmod', ['755', 'out/bin/run']);
    await using receiver = await createProject({});
    const put = await handoff(sender, { mode: 'put', path: 'out' });
    expect(put).toMatchObject({ code: 0, annotations: [] });
    const get = await handoff(receiver, { mode: 'get', path: 'in', digest: put.outputs.digest ?? '' });
    expect(get).toMatchObject({ code: 0, annotations: [] });
    for (const name of odd) expect(await receiver.read(`in/${name}`)).toBe(name);
    const mode = async (path: string) => (await stat(receiver.path(path))).mode & 0o111;
    expect([await mode('in/bin/run'), await mode('in/a:b')]).toEqual([0o111, 0]);
    expect(await readdir(receiver.path('in'))).toHaveLength(6);
  });

  it('cannot be made to leave the folder by the names that an artifact tells', async () => {
    await using project = await createProject({ 'temp/x': '' });
    for (const path of ['../evil', '/tmp/evil', 'a/../../evil', '']) {
      const attributes = JSON.stringify({ executable: [], names: { a: path } });
      service.add(
        `artifact-${artifact}`,
        makeZip([
          { path: 'a', content: 'x' },
          { path: '.handoff.json', content: attributes },
        ]),
      );
      const get = await handoff(project, { mode: 'get', path: 'in', digest: 'unverified' });
      expect(get.annotations.at(-1)?.message).toContain('expected a path inside of the folder');
    }
    expect(await readdir(project.dir)).toEqual(['temp']);
  });

  it('refuses an artifact that somebody else has replaced, and places nothing', async () => {
    await using project = await createProject(FILES);
    const put = await handoff(project, { mode: 'put', path: 'dist' });
    service.add(`artifact-${artifact}`, makeZip([{ path: 'app.tar.gz', content: 'evil' }]));
    const get = await handoff(project, { mode: 'get', path: 'in', digest: put.outputs.digest ?? '' });
    expect(get.code).toBe(1);
    expect(get.annotations[0]?.message).toMatch(/is not what was put: expected sha256:.*Nothing was placed/s);
    expect((await readdir(project.dir)).sort()).toEqual(['NOTES', 'dist']);
  });

  it('takes all artifacts whose names begin so, the newest of each name', async () => {
    await using project = await createProject({ a: 'a', b: 'b' });
    await handoff(project, { mode: 'put', name: `shard-${artifact}-1`, path: 'a' });
    await handoff(project, { mode: 'put', name: `shard-${artifact}-2`, path: 'b' });
    service.add(`shard-${artifact}-2`, makeZip([{ path: 'c', content: 'c' }])); // a later attempt
    const get = await handoff(project, {
      mode: 'get',
      name: `shard-${artifact}-*`,
      path: 'in',
      digest: 'unverified',
    });
    expect(get.annotations).toEqual([]);
    expect(await project.read(`in/shard-${artifact}-1/a`)).toBe('a');
    expect(await readdir(project.path(`in/shard-${artifact}-2`))).toEqual(['c']);
  });

  it('keeps an artifact for the days that were asked for', async () => {
    await using project = await createProject({ a: '' });
    await handoff(project, { mode: 'put', path: 'a', 'retention-days': '3' });
    const days = (Date.parse(service.artifacts.at(-1)?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3.1);
  });
});

describe('the inputs', () => {
  const rows: { name: string; inputs: Record<string, string>; throws: RegExp }[] = [
    {
      name: 'an unknown mode',
      inputs: { mode: 'send' },
      throws: /`mode` is "send"; expected one of put, get/,
    },
    { name: 'no name', inputs: { mode: 'get', path: 'in', digest: 'unverified' }, throws: /`name` is empty/ },
    { name: 'a name of dots', inputs: { mode: 'put', name: '..', path: 'a' }, throws: /`name` is "\.\."/ },
    {
      name: 'a digest that got lost',
      inputs: { mode: 'get', name: 'x', path: 'in', digest: '' },
      throws: /`digest` is empty; expected the `digest` output/,
    },
    {
      name: 'a digest for several artifacts',
      inputs: { mode: 'get', name: 'x*', path: 'in', digest: `sha256:${'0'.repeat(64)}` },
      throws: /no common digest/,
    },
  ];
  it.each(rows)('refuse $name', ({ inputs, throws }) => {
    const env = Object.fromEntries(
      Object.entries({ 'retention-days': '7', ...inputs }).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        value,
      ]),
    );
    expect(() => collectInputs(readInputs, new InputReader(env, () => undefined))).toThrow(throws);
  });
});

describe('staging', () => {
  const rows: { name: string; paths: string[]; throws: RegExp }[] = [
    { name: 'a file that does not exist', paths: ['nope'], throws: /"nope", which does not exist/ },
    { name: 'an empty folder', paths: ['empty'], throws: /names no file/ },
    { name: 'a link in a folder', paths: ['links'], throws: /"passwd" is not a regular file/ },
    { name: 'a link', paths: ['away'], throws: /"away", which is not a regular file/ },
    { name: 'two files of one name', paths: ['dist', 'other'], throws: /two files named "a"/ },
    {
      name: 'a pattern that matches nothing',
      paths: ['dist/*.zip'],
      throws: /"dist\/\*\.zip", which matches no file/,
    },
    { name: 'only what is excluded', paths: ['dist', '!dist/**'], throws: /every file is excluded/ },
    { name: 'a link that a pattern finds', paths: ['links/*'], throws: /"passwd" is not a regular file/ },
    { name: 'a file behind a link that leads out', paths: ['exit/sub/x'], throws: /"exit\/sub" leads out/ },
    { name: 'a folder behind one', paths: ['exit/sub'], throws: /"exit\/sub" leads out/ },
    { name: 'a pattern behind one', paths: ['exit/**/x'], throws: /"exit\/sub" leads out/ },
    { name: 'a link to the token in .git', paths: ['data/config'], throws: /"data" leads out/ },
    { name: 'a name of our own', paths: ['own'], throws: /keeps for itself/ },
  ];
  it.each(rows)('refuses $name', async ({ paths, throws }) => {
    await using project = await createHostileProject();
    await expect(stageFiles(paths, project.path('checkout'), project.path('staging'))).rejects.toThrow(
      throws,
    );
  });
});

describe('the place of an artifact', () => {
  const rows: { name: string; path: string; throws: RegExp }[] = [
    { name: 'a folder that is not empty', path: 'dist', throws: /not empty/ },
    { name: 'a file', path: 'dist/a', throws: /is a file/ },
    { name: 'outside', path: '../x', throws: /leads out of the checkout/ },
    { name: 'behind a link', path: 'away/x/y', throws: /leads out of the checkout/ },
    { name: 'the checkout itself', path: '.', throws: /leads out of the checkout/ },
  ];
  it.each(rows)('is refused: $name', async ({ path, throws }) => {
    await using project = await createHostileProject();
    await expect(preparePlace(path, project.path('checkout'), project.path('temp'))).rejects.toThrow(throws);
    expect(await readdir(project.path('outside'))).toEqual([]);
  });

  it('may be an empty folder, but not a link to one', async () => {
    await using project = await createHostileProject();
    const place = await preparePlace('empty', project.path('checkout'), project.path('temp'));
    await place.commit();
    expect(await readdir(project.path('checkout'))).toContain('empty');
    const behindLink = await preparePlace('away', project.path('checkout'), project.path('temp'));
    await expect(behindLink.commit()).rejects.toThrow(/ENOTDIR/);
    expect(await readdir(project.path('outside'))).toEqual([]);
  });
});

describe('handoff refuses', () => {
  it('several bad inputs at once', async () => {
    await using project = await createProject({});
    const { code, annotations } = await handoff(project, {
      mode: 'put',
      name: 'a/b',
      path: '',
      digest: 'x',
      'retention-days': '0',
    });
    expect(code).toBe(1);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]?.message.split('\n')).toEqual([
      expect.stringContaining('`digest` is "x"; expected nothing'),
      expect.stringContaining('`name` is "a/b"; expected 1 to 100'),
      expect.stringContaining('`path` is empty'),
      expect.stringContaining('`retention-days` is "0"'),
    ]);
  });

  it('a name that the run has already, and says how calls are told apart', async () => {
    await using project = await createProject({ a: '1' });
    expect(await handoff(project, { mode: 'put', path: 'a' })).toMatchObject({ code: 0, annotations: [] });
    const before = service.artifacts.length;
    const again = await handoff(project, { mode: 'put', path: 'a' });
    expect(again).toMatchObject({ code: 1, outputs: {} });
    expect(again.annotations.at(-1)?.message).toMatch(
      new RegExp(
        `artifact-${artifact} could not be stored: .* that name already\\..*tell its calls apart`,
        's',
      ),
    );
    expect(service.artifacts).toHaveLength(before);
  });

  it('case platform/10: an artifact that nobody put, or that an earlier attempt did', async () => {
    await using project = await createProject({});
    const one = await handoff(project, { mode: 'get', name: 'no', path: 'in', digest: 'unverified' });
    expect(one.annotations.at(-1)?.message).toMatch(/none of that name in this run.*needs.*re-run all jobs/s);
    const several = await handoff(project, { mode: 'get', name: 'no*', path: 'in', digest: 'unverified' });
    expect(several.annotations.at(-1)?.message).toMatch(/no artifact of this run.*re-run all jobs/s);
    expect(await readdir(project.dir)).toEqual([]);
  });

  it('a server without artifacts, in one sentence', async () => {
    await using project = await createProject({ a: '' });
    const inputs = { mode: 'put', name: 'x', path: 'a' };
    const run = (env: Record<string, string>) =>
      runAction('handoff', { workspace: project.dir, inputs, env });
    const ghes = await run({ ...service.env(), GITHUB_SERVER_URL: 'https://git.example.com' });
    expect(ghes.annotations.at(-1)?.message).toMatch(/no artifact service/);
    const none = await run({});
    expect(none.annotations.at(-1)?.message).toMatch(/x could not be stored.*ACTIONS_RUNTIME_TOKEN/s);
  });
});

/** What a pull request could have committed; the folder `outside` stands for the rest of the computer. */
async function createHostileProject(): Promise<Project> {
  const project = await createProject({
    'checkout/dist/a': '',
    'checkout/other/a': '',
    'checkout/links/ok': '',
    'checkout/own/.handoff.json': '',
    'checkout/.git/config': 'token',
    'secrets/sub/x': '',
    'temp/x': '',
  });
  const path = (...parts: string[]) => join(project.dir, 'checkout', ...parts);
  await mkdir(path('empty'));
  await mkdir(project.path('outside'));
  await symlink('/etc/passwd', path('links/passwd'));
  await symlink(project.path('outside'), path('away'));
  await symlink(project.path('secrets'), path('exit'));
  await symlink('.git', path('data'));
  return project;
}
