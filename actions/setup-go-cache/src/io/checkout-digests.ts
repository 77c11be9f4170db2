import { hashNativeInputs, type NativeInputs } from '../build-cache/io/native-inputs.ts';
import { walkCheckout } from './checkout-files.ts';
import { hashJobFiles } from './job-files.ts';

/** Hashes, in a thread, what of the checkout is part of keys because Go does not see it. */
export type HashCheckout = {
  readonly kind: 'hash-checkout';
  readonly workspace: string;
  /** The folder of the project, in one of the checkouts. */
  readonly dir: string;
  /** The job's flags for compilers and linkers (`readNativeFlags`). */
  readonly flags: readonly string[];
  /** When the job's commands began (milliseconds): names that came or went since then in a searched folder are told, too. */
  readonly started?: number;
};

export type CheckoutDigests = {
  readonly native: NativeInputs;
  /** What says which services and programs the job starts, and where links lead; empty without such files. */
  readonly jobFiles: string;
};

export function hashCheckout(request: HashCheckout): CheckoutDigests {
  const checkout = walkCheckout(request.workspace);
  return { native: hashNativeInputs(checkout, request), jobFiles: hashJobFiles(checkout, request) };
}
