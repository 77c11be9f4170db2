import type { InputReader } from '@go-actions/action-kit';
import { readServiceAddress } from '@go-actions/cache-service';
import { readNativeFlags } from './native-flags.ts';

/** What post needs beside the state that main has left: inputs may be empty or others there (actions/runner#2030, #2800). */
export const readInputs = (input: InputReader) => ({
  service: readServiceAddress(input),
  nativeFlags: readNativeFlags(input),
  /** The environment of the tests, as far as the runner knows it. */
  env: (name: string): string | undefined => process.env[name],
});

export type PostInputs = ReturnType<typeof readInputs>;
