import { expected, type InputReader } from '@go-actions/action-kit';
import { findPlaceholder } from '@go-actions/go-build';
import { parseTarget, readCollector, type Target } from '@go-actions/go-project';

export type Inputs = ReturnType<typeof readInputs>;

export const readInputs = (input: InputReader) =>
  ({
    workingDirectory: input.text('working-directory'),
    mains: input.list('mains'),
    targets: input.parsed('targets', (): Target[] => input.list('targets').map(parseTarget)),
    ldflags: input.parsed('ldflags', (text): string => {
      const placeholder = findPlaceholder(text, []);
      return placeholder === undefined
        ? text
        : expected(
            `values, and nobody fills in ${placeholder} here; an expression such as \`$\{{ github.sha }}\` can`,
          );
    }),
    tags: input.list('build-tags'),
    cgo: input.flag('cgo'),
    trimpath: input.flag('trimpath'),
    static: input.flag('static'),
    output: input.optional('output'),
    collector: readCollector(input),
    user: {
      HOME: input.env('HOME'),
      XDG_CONFIG_HOME: input.env('XDG_CONFIG_HOME'),
      GIT_CONFIG_GLOBAL: input.env('GIT_CONFIG_GLOBAL'),
      GOENV: input.env('GOENV'),
    },
  }) as const;
