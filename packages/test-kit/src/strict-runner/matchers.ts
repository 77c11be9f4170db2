import { readFile } from 'node:fs/promises';
import { type LoggedAnnotation, readLog, toAnnotation } from '../runner-files.ts';

/** One problem matcher of the job; patterns over several lines are not read, since none of ours has one. */
export type Matcher = {
  readonly owner: string;
  readonly severity?: string;
  readonly pattern: readonly [Pattern];
};

type Pattern = {
  readonly regexp: string;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly message: number;
};

/** The matchers of a job: `add-matcher` and `remove-matcher` hold from the next line on, for every later step. */
export class Matchers {
  #all: readonly Matcher[] = [];

  /** The annotations of a stream of a step, in the order of its lines: its commands, and what matchers find in the rest. */
  async readAnnotations(output: string): Promise<LoggedAnnotation[]> {
    const found: LoggedAnnotation[] = [];
    for (const { text, command } of readLog(output)) {
      const annotation = command ? toAnnotation(command) : this.#match(text);
      if (annotation) found.push(annotation);
      if (command?.name === 'add-matcher') await this.#add(command.message);
      if (command?.name === 'remove-matcher')
        this.#remove(/owner=([^,]*)/.exec(command.properties)?.[1] ?? '');
    }
    return found;
  }

  /** A file that is not there fails the step, so it fails the test. */
  async #add(file: string): Promise<void> {
    const { problemMatcher } = JSON.parse(await readFile(file, 'utf8')) as { problemMatcher: Matcher[] };
    for (const { owner } of problemMatcher) this.#remove(owner);
    this.#all = [...problemMatcher, ...this.#all];
  }

  #remove(owner: string): void {
    this.#all = this.#all.filter((matcher) => matcher.owner.toLowerCase() !== owner.toLowerCase());
  }

  #match(line: string): LoggedAnnotation | undefined {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are left out, as the runner does
    const plain = line.replace(/\x1b\[[0-9;]*m?/g, '');
    for (const { severity = 'error', pattern } of this.#all) {
      const [{ regexp, file, line: at, message }] = pattern;
      const match = new RegExp(regexp).exec(plain);
      if (match === null || !match[message]?.trim()) continue;
      return {
        level: severity as LoggedAnnotation['level'],
        message: match[message],
        ...(file !== undefined && { file: match[file] ?? '' }),
        ...(at !== undefined && { line: Number(match[at]) }),
      };
    }
    return undefined;
  }
}
