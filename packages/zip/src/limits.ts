/** An archive of ours holds the files of one run; past these bounds somebody else's file is at work. */
export const MAX_FILES = 50_000;

/** Zip without its 64-bit extension ends here; the artifact client writes no other. */
export const MAX_BYTES = 4 * 1024 ** 3 - 1;
