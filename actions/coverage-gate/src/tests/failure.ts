/** Something that went wrong in the run, with the place to look at as far as it is known. */
export type Failure = {
  readonly kind: 'test' | 'panic' | 'race' | 'exit' | 'build' | 'package' | 'timeout';
  readonly package: string;
  readonly test?: string;
  readonly message: string;
  readonly output: string;
  /** A sub-test failed too: this one is news only when it has a message of its own. */
  readonly parent?: boolean;
  /** It ran beside a data race and has no failure of its own: counted, and not annotated. */
  readonly beside?: boolean;
  /** Base names, absolute or relative to the run's folder, as go printed them. */
  readonly places: readonly Place[];
};

/** `sure`: go says that this line failed the test; else a t.Log may have printed it. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly sure?: boolean;
};
