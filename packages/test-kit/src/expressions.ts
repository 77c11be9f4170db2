import { registerHooks } from 'node:module';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Status = { readonly success: boolean; readonly failure: boolean; readonly cancelled: boolean };
export type Compile = (
  expression: string,
  contexts: readonly string[],
) => (context: Record<string, Value>, status?: Status) => Value;

let loading: Promise<Compile> | undefined;

/** GitHub's own evaluator of expressions: an expression is parsed once and evaluated often. */
export function loadCompiler(): Promise<Compile> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Compile> {
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
  type Dictionary = InstanceType<typeof data.Dictionary>;
  const toData = (context: Value) => JSON.parse(JSON.stringify(context), data.reviver) as Dictionary;
  return (expression, contexts) => {
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
  };
}
