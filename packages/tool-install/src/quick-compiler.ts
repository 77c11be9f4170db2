/**
 * Settings under which Go's compiler and linker build programs whose needs are known. They spend much of their time on
 * collecting garbage otherwise, and are gone before that would pay: hardly a process of theirs reaches the limit.
 */
export const QUICK_COMPILER = { GOGC: 'off', GOMEMLIMIT: '768MiB' } as const;
