import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, relative } from 'node:path';
import { ActionError, formatDuration } from '@go-actions/action-kit';
import { inRoot, ROOT } from '../root.ts';
import { parseArguments } from './arguments.ts';
import { openOwn, playOwn } from './io/own-repository.ts';
import { takePicture } from './io/picture.ts';
import { openStage, play } from './io/stage.ts';
import { openState } from './io/state.ts';
import { renderPage } from './page.ts';
import { recordSource } from './picture-source.ts';
import { judge, type Played, renderFailure, renderOutcome } from './report.ts';
import { SCENES } from './scenes.ts';

const PAGE = inRoot('.demo', 'report.html');

/**
 * `npm run demo [-- --all | -- --scene <name> | -- <folder>]`: plays the scenes with the published workflows on the example service,
 * or the gate on a Go repository of the user's own; writes one page. Exit code 1 when something differs from what it should be.
 */
export async function command(args: string[]): Promise<void> {
  const request = parseArguments(args, {
    known: SCENES.map(({ name }) => name),
    usual: SCENES.filter(({ extra }) => !extra).map(({ name }) => name),
  });
  const started = performance.now();
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => cancel.abort(new ActionError(`The demo was cancelled (${signal}).`)));
  }
  const own = 'repository' in request ? await openOwn(request.repository) : undefined;
  await using stage = await openStage({
    state: await openState('demo'),
    say: (line) => console.log(line),
    signal: cancel.signal,
  });
  const played: Played[] = [];
  if (own) {
    played.push(show(await playOwn(own, stage)));
  } else {
    const wanted = 'scenes' in request ? request.scenes : [];
    for (const scene of SCENES.filter(({ name }) => wanted.includes(name))) {
      console.log(`\n${scene.name}: ${scene.story}`);
      played.push(show(await play(scene, stage)));
    }
  }
  const about = { subject: own ? own.folder : 'the examples', when: new Date().toUTCString() };
  await mkdir(dirname(PAGE), { recursive: true });
  await writeFile(PAGE, renderPage(played, about));
  if (request.picture) {
    const picture = inRoot(request.picture);
    await takePicture(PAGE, picture);
    const places = [
      [ROOT, '.'],
      [homedir(), '~'],
    ] as const;
    const source = JSON.stringify(recordSource(played, about, places));
    await writeFile(picture.replace(/\.png$/, '.json'), `${source}\n`);
  }
  const failed = played.filter((scene) => !judge(scene).ok).length;
  console.log(
    `\n${played.length - failed} of ${played.length} as expected in ${formatDuration(performance.now() - started)}: ${relative(ROOT, PAGE)}`,
  );
  if (failed > 0) process.exitCode = 1;
}

function show(played: Played): Played {
  const { differences } = judge(played);
  for (const { run } of played.runs)
    for (const job of run.jobs) for (const line of renderFailure(job)) console.log(line);
  for (const difference of differences) console.log(`  ! ${difference}`);
  console.log(renderOutcome(played));
  return played;
}
