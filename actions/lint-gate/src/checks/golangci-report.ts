import { readEdits } from '../findings/edits.ts';
import type { RawFinding } from './answer.ts';
import { parseGoErrors } from './go-errors.ts';

/** What a run of golangci-lint wrote: its findings, and what it logged beside them. */
export type GolangciReport = {
  readonly findings: readonly RawFinding[];
  readonly error: string | undefined;
  readonly warnings: readonly string[];
};

type Issue = {
  readonly FromLinter: string;
  readonly Text: string;
  readonly Pos?: {
    readonly Filename: string;
    readonly Line: number;
    readonly Column: number;
    readonly Offset?: number;
  };
  readonly SuggestedFixes?: unknown;
  readonly LineRange?: { readonly From: number; readonly To: number };
};
type Document = {
  readonly Issues: readonly Issue[] | null;
  readonly Report?: {
    readonly Error?: string;
    readonly Warnings?: readonly { readonly Text?: unknown }[] | null;
  };
};

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [34, 92, 123, 125, 91, 93];
/** 1 for the bytes that change how the ones behind them are read. */
const MATTERS = Uint8Array.from({ length: 256 }, (_, byte) =>
  [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST].includes(byte) ? 1 : 0,
);
const HEAD = Buffer.from('{"Issues":[');

/**
 * Reads golangci-lint's JSON while it arrives (`pkg/printers/json.go`): the issues that a piece completes become findings at
 * once, so that the whole is never held as text and tree. The document without its issues is read at the end.
 */
export class ReportReader {
  readonly #findings: RawFinding[] = [];
  readonly #names = new Map<string, string>();
  #issues: Buffer[] = [];
  readonly #rest: Buffer[] = [];
  #depth = 0;
  #inString = false;
  #skip = 0;
  #inIssues = false;
  #broken = false;

  push(chunk: Buffer): void {
    let [from, complete] = [0, 0];
    let i = this.#skip;
    for (; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (MATTERS[byte] === 0) continue;
      if (this.#inString) {
        if (byte === QUOTE) this.#inString = false;
        else if (byte === BACKSLASH) i += 1;
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN || byte === OPEN_LIST) {
        this.#depth += 1;
        if (this.#depth !== 2 || byte !== OPEN_LIST) continue;
        this.#rest.push(chunk.subarray(from, i + 1));
        from = i + 1;
        this.#inIssues = Buffer.concat(this.#rest).equals(HEAD);
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        this.#depth -= 1;
        if (this.#depth === 2) complete = i + 1;
        if (this.#depth > 1 || !this.#inIssues) continue;
        this.#takeIssues(chunk.subarray(from, i));
        from = i;
        this.#inIssues = false;
      }
    }
    this.#skip = i - chunk.length;
    if (this.#inIssues && complete > from) {
      this.#takeIssues(chunk.subarray(from, complete));
      from = complete;
    }
    (this.#inIssues ? this.#issues : this.#rest).push(chunk.subarray(from));
  }

  /** The whole report; undefined when it is cut off or no report at all. */
  end(): GolangciReport | undefined {
    const document = this.#broken
      ? undefined
      : parseJson<Document>(Buffer.concat(this.#rest).toString('utf8'));
    if (typeof document !== 'object' || document === null || !('Issues' in document)) return undefined;
    for (const issue of document.Issues ?? []) this.#findings.push(...this.#toFindings(issue));
    const warnings = (document.Report?.Warnings ?? []).flatMap(({ Text }) =>
      typeof Text === 'string' ? [Text] : [],
    );
    return { findings: this.#findings, error: document.Report?.Error, warnings };
  }

  /** Reads complete issues, a comma in front of them or not. */
  #takeIssues(last: Buffer): void {
    const text = Buffer.concat([...this.#issues, last]).toString('utf8');
    this.#issues = [];
    const issues = parseJson<Issue[]>(`[${text.replace(/^\s*,/, '')}]`);
    this.#broken ||= issues === undefined;
    for (const issue of issues ?? []) this.#findings.push(...this.#toFindings(issue));
  }

  #toFindings({ FromLinter, Text, Pos, LineRange, SuggestedFixes }: Issue): RawFinding[] {
    if (FromLinter === 'typecheck' && Text.includes('\n')) {
      const found = parseGoErrors(Text.replace(/^: /, ''));
      if (found.length > 0) return found;
    }
    // Linters that hold many analyzers start their text with the one that spoke: `printf: …`, `SA4006: …`.
    const analyzer = MANY.has(FromLinter) && /^([A-Za-z][\w-]*): /.exec(Text)?.[1];
    const edits = readEdits(SuggestedFixes, Pos?.Offset);
    return [
      {
        rule: this.#same(analyzer ? `${FromLinter}/${analyzer}` : FromLinter),
        message: Text,
        ...(Pos?.Filename && {
          file: this.#same(Pos.Filename),
          line: Pos.Line || undefined,
          column: Pos.Column || undefined,
        }),
        ...(LineRange && LineRange.To > LineRange.From && { endLine: LineRange.To }),
        ...(edits && { edits }),
      },
    ];
  }

  /** One string for all findings that name the same file or rule. */
  #same(name: string): string {
    const known = this.#names.get(name);
    if (known === undefined) this.#names.set(name, name);
    return known ?? name;
  }
}

const MANY = new Set(['govet', 'staticcheck', 'gosec', 'revive', 'gocritic', 'modernize']);

function parseJson<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined; // SyntaxError: cut off or no JSON at all; the caller says so
  }
}
