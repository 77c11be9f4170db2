import { eachLimited } from '@go-actions/action-kit';
import { REGISTRY_FAULTS, type RegistryFault } from '@go-actions/test-kit';
import { createSubject, type Subject } from './subject.ts';

/** What is done to one request: a fault that passes, one that stays from there on, or the end of the run. */
export type Blow = { readonly fault: RegistryFault | 'kill'; readonly lasting: boolean };

export type Row = {
  readonly request: number;
  readonly blow: Blow;
  readonly result: 'survived' | 'red after the exact tag' | 'red without a tag';
  /** What must not be, in clauses; empty where all is well. */
  readonly wrong: string;
};

export const BLOWS: readonly Blow[] = [
  ...REGISTRY_FAULTS.map((fault) => ({ fault, lasting: false })),
  ...REGISTRY_FAULTS.map((fault) => ({ fault, lasting: true })),
  { fault: 'kill', lasting: false },
];

const TAGS = ['1', '1.5', '1.5.0', 'latest'].join();
/** Most of the time of a cell is the pause before another try. */
const CELLS_AT_ONCE = 32;

/** How many requests a publication takes that nothing goes wrong in. */
export async function countRequests(subject: Subject): Promise<number> {
  await using cell = await subject.open('matrix/fair');
  const failed = await cell.publish();
  if (failed !== undefined) throw new Error(`The run without any fault failed: ${failed}`);
  return cell.proxy.requests.length;
}

/**
 * Strikes every request of `requests` with every blow: a passing fault is survived; whatever happens, no tag that people use is
 * there before the exact one, a rerun finishes, and a finished version is written no more.
 */
export async function strikeAll(
  subject: Subject,
  requests: readonly number[],
  blows: readonly Blow[] = BLOWS,
): Promise<Row[]> {
  const cells = blows.flatMap((blow) => requests.map((request) => ({ blow, request })));
  const rows: Row[] = [];
  await eachLimited(cells, CELLS_AT_ONCE, async ({ blow, request }) => {
    rows.push(await strike(subject, request, blow));
    process.stderr.write(rows.length % 100 === 0 ? `${rows.length} of ${cells.length}\n` : '');
  });
  return rows;
}

async function strike(subject: Subject, request: number, blow: Blow): Promise<Row> {
  const kind = `${blow.fault}${blow.lasting ? '-lasting' : ''}`;
  await using cell = await subject.open(`matrix/${kind}-${request}`);
  const end = new AbortController();
  cell.proxy.plan = ({ number }) => {
    if (blow.fault === 'kill') {
      if (number === request) end.abort();
      return undefined;
    }
    return number === request || (blow.lasting && number > request) ? blow.fault : undefined;
  };
  const failed = (await cell.publish(end.signal)) !== undefined;
  cell.proxy.plan = () => undefined;
  const tags = await cell.listTags();
  const problems: string[] = [];
  if (failed && blow.fault !== 'kill' && !blow.lasting) problems.push('a passing fault was not survived');
  if (tags.length > 0 && !tags.includes('1.5.0')) problems.push(`${tags.join(', ')} without 1.5.0`);
  if (!failed && tags.join() !== TAGS)
    problems.push(`it ended well with the tags ${tags.join(', ') || 'none'}`);
  if (failed) {
    const again = await cell.publish();
    if (again !== undefined || (await cell.listTags()).join() !== TAGS)
      problems.push(`a rerun does not finish: ${again}`);
  }
  const done = cell.proxy.requests.length;
  const last = await cell.publish();
  const writes = cell.proxy.requests.slice(done).filter(({ method }) => !/^(GET|HEAD)$/.test(method));
  if (last !== undefined || writes.length > 0)
    problems.push(`a finished version is written again (${writes.length} writes)`);
  const result = failed ? (tags.length > 0 ? 'red after the exact tag' : 'red without a tag') : 'survived';
  return { request, blow, result, wrong: problems.join('; ') };
}

/** Prints a line for each blow, and one for each cell that must not be so; how many of these there are. */
export async function printMatrix(every: number): Promise<number> {
  await using subject = await createSubject();
  const { write } = process.stdout;
  process.stdout.write = () => true;
  const count = await countRequests(subject);
  const requests = Array.from({ length: count }, (_, i) => i + 1).filter((request) => request % every === 0);
  const rows = await strikeAll(subject, requests).finally(() => {
    process.stdout.write = write;
  });
  console.log(
    `Publishing an image with SBOM, provenance and signature takes ${count} requests; ${rows.length} cells.`,
  );
  for (const blow of BLOWS) {
    const own = rows.filter((row) => row.blow === blow);
    const tally = [...Map.groupBy(own, ({ result }) => result)].map(
      ([result, each]) => `${each.length} ${result}`,
    );
    console.log(`${`${blow.fault}${blow.lasting ? ', lasting' : ''}`.padEnd(18)} ${tally.sort().join(', ')}`);
    for (const { request, wrong } of own) if (wrong) console.log(`  WRONG at request ${request}: ${wrong}`);
  }
  return rows.filter(({ wrong }) => wrong).length;
}

if (import.meta.main) process.exitCode = (await printMatrix(Number(process.argv[2] ?? 1))) === 0 ? 0 : 1;
