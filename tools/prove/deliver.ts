import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { REGISTRY_FAULTS, type RegistryFault } from '@go-actions/test-kit';
import { DELIVERY_TOOLS, ensureGoTool } from '../go-tools.ts';
import { inRoot } from '../root.ts';
import { createSubject, type Subject } from './deliver/subject.ts';

/** What is done to one request: a fault that passes, one that stays from there on, or the end of the run. */
type Blow = { readonly fault: RegistryFault | 'kill'; readonly lasting: boolean };

type Row = { readonly request: number; readonly blow: Blow; readonly result: string; readonly wrong: string };

const TAGS = ['1', '1.5', '1.5.0', 'latest'];
const MATRIX = '__tests__/actions/image-publish/publication/matrix/matrix.ts';

/**
 * `npm run prove -- deliver [--every 1]`: a fault of each kind at every request of the publisher, passing and lasting, and its
 * end at every moment. A passing fault is survived; whatever happens, no tag that people use is there before the image is
 * complete, a rerun finishes, and a finished version is written no more. The publisher and the registry are the real ones, and
 * crane and cosign are played in this process, more strictly than they are; the matrix stands beside the tests, which take a
 * sample of it.
 *
 * `npm run prove -- deliver actions [--every 10] [--from 1] [--only lost,kill]`: the same for the whole action with the real
 * programs, at every tenth request. All of them take hours.
 */
export async function command(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      every: { type: 'string' },
      from: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
    },
  });
  for (const tool of ['registry', ...DELIVERY_TOOLS] as const) await ensureGoTool(tool);
  const [what = 'publisher', ...more] = positionals;
  if (more.length > 0 || !['publisher', 'actions'].includes(what))
    throw new ActionError(`There is no proof ${positionals.join(' ')}.`, {
      remedy: 'Known: publisher, actions.',
    });
  if (what === 'actions') return proveActions({ ...values, every: values.every ?? '10' });
  const { status } = spawnSync(process.execPath, [inRoot(MATRIX), values.every ?? '1'], { stdio: 'inherit' });
  if (status !== 0) throw new ActionError('Not proven: see the cells above.');
}

async function proveActions(values: { every: string; from: string; only: string }): Promise<void> {
  await using subject = await createSubject();
  const count = await countRequests(subject);
  console.log(`An image with SBOM, provenance and signature takes ${count} requests.`);
  const blows: Blow[] = [
    ...REGISTRY_FAULTS.map((fault) => ({ fault, lasting: false })),
    ...REGISTRY_FAULTS.map((fault) => ({ fault, lasting: true })),
    { fault: 'kill', lasting: false },
  ];
  const only = values.only.split(',').filter(Boolean);
  const wrong: Row[] = [];
  for (const blow of blows.filter(({ fault }) => only.length === 0 || only.includes(String(fault)))) {
    const tally = new Map<string, number>();
    for (let request = Number(values.from); request <= count; request += Number(values.every)) {
      const row = await strike(subject, request, blow);
      tally.set(row.result, (tally.get(row.result) ?? 0) + 1);
      if (row.wrong) {
        wrong.push(row);
        console.log(`  WRONG at request ${request}: ${row.wrong}`);
      }
    }
    const found = [...tally].map(([result, times]) => `${times} ${result}`).join(', ');
    console.log(`${`${blow.fault}${blow.lasting ? ', lasting' : ''}`.padEnd(18)} ${found}`);
  }
  if (wrong.length > 0) throw new ActionError(`Not proven: ${wrong.length} runs ended as they must not.`);
}

async function countRequests({ landscape, publish }: Subject): Promise<number> {
  const { proxy } = landscape;
  proxy.plan = () => undefined;
  const before = proxy.requests.length;
  const { code, log } = await publish('proof/fair');
  if (code !== 0) throw new ActionError(`The run without any fault failed.\n${log}`);
  return proxy.requests.length - before;
}

let repositories = 0;

async function strike(subject: Subject, request: number, blow: Blow): Promise<Row> {
  const { landscape, publish } = subject;
  const { proxy } = landscape;
  repositories += 1;
  const repository = `proof/r${repositories}`;
  const first = proxy.requests.length;
  let cancel: () => void = () => undefined;
  proxy.plan = ({ number }) => {
    const at = number - first;
    if (blow.fault === 'kill') {
      if (at === request) cancel();
      return undefined;
    }
    return at === request || (blow.lasting && at > request) ? blow.fault : undefined;
  };
  const { code } = await publish(repository, (end) => {
    cancel = end;
  });
  proxy.plan = () => undefined;
  const tags = await landscape.listHumanTags(repository);
  const problems: string[] = [];
  if (code !== 0 && blow.fault !== 'kill' && !blow.lasting) problems.push('a passing fault was not survived');
  if (tags.length > 0 && !tags.includes('1.5.0')) problems.push(`${tags.join(', ')} without 1.5.0`);
  if (code === 0 && tags.join() !== TAGS.join())
    problems.push(`it ended well with the tags ${tags.join(', ') || 'none'}`);
  const again = await publish(repository);
  const after = (await landscape.listHumanTags(repository)).join();
  if (again.code !== 0 || after !== TAGS.join()) problems.push(`a rerun does not finish (${after})`);
  const done = proxy.requests.length;
  const third = await publish(repository);
  const writes = proxy.requests.slice(done).filter(({ method }) => !/^(GET|HEAD)$/.test(method));
  if (third.code !== 0 || writes.length > 0)
    problems.push(`a finished version is written again (${writes.length} writes)`);
  const result = code === 0 ? 'survived' : tags.length > 0 ? 'red after the exact tag' : 'red without a tag';
  return { request, blow, result, wrong: problems.join('; ') };
}
