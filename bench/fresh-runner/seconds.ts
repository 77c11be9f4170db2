export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
