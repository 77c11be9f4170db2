import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { inRoot } from '@go-actions/tools';

// GitHub's packages import JSON without saying so, which plain Node refuses (actions/languageservices#387).
registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(
      url,
      url.endsWith('.json')
        ? { ...context, importAttributes: { ...context.importAttributes, type: 'json' } }
        : context,
    ),
});

const { data, Evaluator, Lexer, Parser } = await import('@actions/expressions');
const { registerLogger, validate } = await import('@actions/languageservice');

type Dictionary = InstanceType<typeof data.Dictionary>;
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Status = { readonly success: boolean; readonly failure: boolean; readonly cancelled: boolean };

/** An expression of a workflow as GitHub's own evaluator sees it; parsed once, evaluated often. */
export function compile(
  expression: string,
  contexts: readonly string[],
): (context: Record<string, Value>, status?: Status) => Value {
  const text = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(expression)?.[1] ?? expression;
  const functions = ['always', 'success', 'failure', 'cancelled'].map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
  }));
  const tree = new Parser(new Lexer(text).lex().tokens, [...contexts], functions).parse();
  return (context, status) => {
    const statusFunctions = Object.entries({ always: true, ...status }).map(
      ([name, value]) =>
        [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }] as const,
    );
    const result = new Evaluator(tree, toData(context), new Map(statusFunctions)).evaluate();
    return JSON.parse(JSON.stringify(result, data.replacer)) as Value;
  };
}

const toData = (context: Value) => JSON.parse(JSON.stringify(context), data.reviver) as Dictionary;

/** What GitHub's language service says about a workflow or an action.yml, `path` relative to the repository's root. */
export async function complaintsAbout(path: string): Promise<string[]> {
  const complaints: string[] = [];
  const note = (message: string) => complaints.push(message);
  registerLogger({ error: note, warn: note, info: () => undefined, log: () => undefined });
  const text = await readFile(inRoot(path), 'utf8');
  const { TextDocument } = await import('vscode-languageserver-textdocument');
  const document = TextDocument.create(`file:///${path}`, 'yaml', 0, text);
  const diagnostics = await validate(document, {
    fileProvider: {
      getFileContent: async (reference) => {
        const ours = !('repository' in reference) || reference.repository === 'go-actions';
        if (!ours) throw new Error('only this repository is here');
        const name = reference.path;
        return { name, content: await readFile(inRoot(name), 'utf8') };
      },
    },
  });
  return [...complaints, ...diagnostics.map(({ message, range }) => `${range.start.line + 1}: ${message}`)];
}
