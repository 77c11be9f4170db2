import type { OutputLine } from './test-results.ts';

/** Frames of one goroutine, innermost first, as the runtime prints them: `\t/abs/file.go:12 +0x1d` below the function. */
export type Stack = { readonly frames: readonly Frame[] };
export type Frame = { readonly func: string; readonly file: string; readonly line: number };

/** How the runtime ended a process. */
export type Crash = {
  readonly message: string;
  /** testing's own time limit (testing.go, startAlarm). */
  readonly timedOut: boolean;
  /** The goroutine that panicked first; on a time-out every goroutine. */
  readonly stacks: readonly Stack[];
};

/** A panic or fatal error of the runtime: its message with the goroutines that follow it; a message alone is a program's text. */
export function findCrash(output: readonly OutputLine[]): Crash | undefined {
  for (let at = 0; at < output.length; at++) {
    const text = output[at]?.text ?? '';
    if (!/^(panic|fatal error): /.test(text)) continue;
    const stacks = readStacks(output.slice(at));
    if (stacks.length === 0) continue;
    const message = text.trim().replace(/ \[recovered[^\]]*\]$/, '');
    const timedOut = message.startsWith('panic: test timed out after ');
    return { message, timedOut, stacks: timedOut ? stacks : stacks.slice(0, 1) };
  }
  return undefined;
}

/** The stack of the access that the race detector reports first, of each report. */
export function findRaces(output: readonly OutputLine[]): Stack[] {
  return output.flatMap(({ text }, at) =>
    text.startsWith('WARNING: DATA RACE') ? [{ frames: readFrames(output, at + 1, /^={10,}/) }] : [],
  );
}

function readStacks(output: readonly OutputLine[]): Stack[] {
  const starts = output.flatMap(({ text }, at) => (/^goroutine \d+ .*\[.*\]:\s*$/.test(text) ? [at] : []));
  return starts.map((start) => ({ frames: readFrames(output, start + 1, /^\s*$/) }));
}

/** Pairs of a function's line and its place, up to a line that ends the stack. */
function readFrames(output: readonly OutputLine[], from: number, end: RegExp): Frame[] {
  const frames: Frame[] = [];
  let func = '';
  for (const { text } of output.slice(from)) {
    if (end.test(text)) break;
    const match = /^\s+(.+\.go):(\d+)(?: \+0x[0-9a-f]+)?\s*$/.exec(text);
    if (match) frames.push({ func, file: match[1] ?? '', line: Number(match[2]) });
    else
      func = text
        .trim()
        .replace(/^created by /, '')
        .replace(/\([^()]*\)( in goroutine \d+)?$/, '');
  }
  return frames;
}
