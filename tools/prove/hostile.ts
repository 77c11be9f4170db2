import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ActionError } from '@go-actions/action-kit';
import { ensureGoTool } from '../go-tools.ts';
import { proveServices } from './hostile/services.ts';
import { proveSignals } from './hostile/signals.ts';

/**
 * `npm run prove -- hostile [--action NAME] [--part services|signals] [--moments 50] [--at-once 6]`: every client of the suite
 * against services that do harm, and SIGTERM at many moments of every action. Nothing hangs, grows or leaks, nothing stays
 * behind, and no verdict is green by accident. Linux: it reads /proc.
 */
export async function command(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      action: { type: 'string' },
      part: { type: 'string' },
      moments: { type: 'string', default: '50' },
      'at-once': { type: 'string', default: '6' },
    },
  });
  const atOnce = Number(values['at-once']);
  // What it learned is asked of the cache; to build it would take longer than the proof.
  process.env.PATH = `${dirname(await ensureGoTool('staticcheck'))}:${process.env.PATH}`;
  const failed: string[] = [];
  if (values.part !== 'signals') failed.push(...(await proveServices(values.action, atOnce)));
  if (values.part !== 'services') failed.push(...(await proveSignals(values.action, Number(values.moments))));
  if (failed.length > 0) throw new ActionError(`Not proven:\n${failed.join('\n')}`);
}
