import { createProject, startOidcIssuer } from '@go-actions/test-kit';
import { CLIENTS } from '@go-actions/tools/prove/hostile/clients';
import { PROJECT } from '@go-actions/tools/prove/hostile/project';
import { startHostileService } from '@go-actions/tools/prove/hostile/service';
import { runWatched } from '@go-actions/tools/prove/hostile/watched';
import { expect, it } from 'vitest';

// The gates ask their services beside and after their work: `npm run prove -- hostile` cuts them off at every moment.
const WAITING = CLIENTS.filter(({ action }) => !action.endsWith('-gate'));

if (process.platform !== 'linux')
  console.log('Cancelled steps are not looked at: only Linux shows what they leave behind.');

// The runner sends SIGINT, and SIGTERM 7.5 s later; what ends at the first one has its post phase and its say.
it
  .skipIf(process.platform !== 'linux')
  .each(WAITING.map((client) => [client.action, client.name, client] as const))(
  'case platform/06: %s that waits for its %s ends at the first signal of a cancel, and says so',
  async (action, _name, client) => {
    await using project = await createProject(PROJECT, { git: true });
    await using service = await startHostileService('silent');
    await using issuer = client.issuer ? await startOidcIssuer() : undefined;
    const step = client.step(service.url, project);
    const { result, left } = await runWatched(
      action,
      { workspace: project.dir, ...step, env: { HOME: project.path('.temp'), ...issuer?.env, ...step.env } },
      { signal: 'SIGINT', isDue: () => service.asked > 0 },
    );
    expect(result.code).not.toBeNull();
    expect(result.outputs.verdict).not.toBe('pass');
    if (client.want === 'red') expect(result.code).toBe(1);
    if (result.code !== 0)
      expect(result.annotations.map(({ message }) => message).join('\n')).toMatch(/cancelled/);
    expect(left).toEqual([]);
  },
);
