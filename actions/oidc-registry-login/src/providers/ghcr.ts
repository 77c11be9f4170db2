import { ActionError } from '@go-actions/action-kit';
import { type Provider, says } from './provider.ts';

/** GitHub Packages takes the job's own token: there is no exchange, and its end is the end of the job. */
export const ghcr: Provider = {
  keys: [],
  owns: (host) => host === 'ghcr.io' || /^containers\.[a-z0-9-]+\.ghe\.com$/.test(host),
  read: () => ({}),
  audience: () => undefined,
  // biome-ignore lint/correctness/useYield: nothing has to be asked
  *exchange(_entry, { actor, jobToken }) {
    if (!jobToken) {
      throw new ActionError('There is no job token.', {
        remedy: 'Leave the input `token` at its default, ${{ github.token }}.',
      });
    }
    return { username: actor || 'x-access-token', secret: jobToken, expiresAt: 'job' };
  },
  trust: ({ access }) =>
    `permissions:\n  packages: ${access === 'push' ? 'write' : 'read'}\n\n` +
    'A package that was made by hand: Package settings, "Manage Actions access", add this repository.',
  hints: [
    [
      says(/denied|forbidden|403/i),
      'Add `packages: write` (or `read`) to the job, and this repository to the package\'s "Manage Actions access".',
    ],
  ],
};
