/** Severities that a vulnerability database may give, the least first. */
export const SCAN_LEVELS = ['low', 'medium', 'high', 'critical'] as const;
export type ScanLevel = (typeof SCAN_LEVELS)[number];
