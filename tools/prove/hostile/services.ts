import { eachLimited, formatBytes, formatDuration } from '@go-actions/action-kit';
import { createProject, startOidcIssuer } from '@go-actions/test-kit';
import { CLIENTS, type Client, SECRET } from './clients.ts';
import { PROJECT } from './project.ts';
import { BAIT, MANNERS, type Manner, startHostileService } from './service.ts';
import { findLeaks, obeys } from './shown.ts';
import { runWatched } from './watched.ts';

/** All attempts and pauses of a request end within a minute or two; a step may need two services one after the other. */
const LIMIT_MS = 240_000;
/** What a step may hold beyond what it needs anyway: the largest answer that a client takes, and its copy. */
const PEAK_BYTES = 1_000_000_000;

type Row = {
  readonly text: string;
  readonly problems: readonly string[];
};

/** Each client of the suite against each manner; the steps wait more than they work, so that many run at once. */
export async function proveServices(only: string | undefined, atOnce: number): Promise<string[]> {
  const cells = CLIENTS.filter(({ action }) => only === undefined || action === only).flatMap((client) =>
    (Object.keys(MANNERS) as Manner[]).map((manner) => ({ client, manner })),
  );
  const failed: string[] = [];
  await eachLimited(cells, atOnce, async ({ client, manner }) => {
    const row = await play(client, manner);
    const name = `${client.action}, ${client.name}`;
    console.log(`${name.padEnd(42)} ${manner.padEnd(8)} ${row.text}`);
    for (const problem of row.problems) {
      console.log(`  FAILED  ${problem}`);
      failed.push(`${name}, ${manner}: ${problem}`);
    }
  });
  return failed;
}

async function play(client: Client, manner: Manner): Promise<Row> {
  const except = client.except?.[manner];
  if (except && !except.green) return { text: `left out: ${except.why}`, problems: [] };
  const limit = client.limitMs ?? LIMIT_MS;
  const want = except?.green ? 'miss' : client.want;
  await using project = await createProject(PROJECT, { git: true });
  await using service = await startHostileService(manner);
  await using issuer = client.issuer ? await startOidcIssuer() : undefined;
  const step = client.step(service.url, project);
  const { result, ms, peakBytes, left } = await runWatched(client.action, {
    workspace: project.dir,
    ...step,
    env: { HOME: project.path('.temp'), GOFLAGS: '-modcacherw', ...issuer?.env, ...step.env },
    timeoutMs: limit,
  });
  const problems = [
    service.asked === 0 ? 'the service was not asked at all' : '',
    result.code === null ? `it had not ended after ${formatDuration(limit)}` : '',
    want === 'miss' && result.code !== 0 ? `red: ${result.annotations.at(-1)?.message}` : '',
    want === 'red' && result.code === 0 ? `green: ${result.outputs.verdict ?? ''}` : '',
    want === 'red' && result.outputs.verdict === 'pass' ? 'the verdict is pass' : '',
    want === 'red' && result.annotations.length === 0 ? 'nobody is told why' : '',
    peakBytes > PEAK_BYTES ? `${formatBytes(peakBytes)} of memory` : '',
    left.length > 0 ? `left running: ${left.join(', ')}` : '',
    findLeaks(result, [SECRET]).join(', '),
    obeys(result, BAIT) ? 'a command of the service was obeyed' : '',
  ].filter(Boolean);
  const text = `${String(result.code).padEnd(4)} ${formatDuration(ms).padStart(10)} ${formatBytes(peakBytes).padStart(8)}  ${result.annotations.at(-1)?.message.replace(/\s+/g, ' ').slice(0, 110) ?? ''}`;
  return { text, problems };
}
