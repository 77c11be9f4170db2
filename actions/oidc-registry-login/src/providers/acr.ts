import { expected } from '@go-actions/action-kit';
import { registryUrl } from '../registries/host.ts';
import { readAnswer, textAt } from './answer.ts';
import { subjects } from './claims.ts';
import { earliest, expiryAfter, expiryOf } from './lifetime.ts';
import { type Provider, says } from './provider.ts';
import { postForm } from './request.ts';

const AUDIENCE = 'api://AzureADTokenExchange';
/** The user name that says "the password is a token" (Azure/acr, docs/AAD-OAuth.md). */
const TOKEN_USER = '00000000-0000-0000-0000-000000000000';

type Settings = { readonly tenant: string; readonly client: string };

/** Azure Container Registry: Entra turns the ID token into its own, the registry turns that into a refresh token
 * of about three hours, and with `repositories` into an access token for these alone (Azure/acr, docs/AAD-OAuth.md). */
export const acr: Provider<Settings> = {
  keys: ['tenant-id', 'client-id'],
  owns: (host) => /^[a-z0-9-]+\.azurecr\.io$/.test(host),
  read: (input) => ({
    tenant: input.parsed('tenant-id', parseId),
    client: input.parsed('client-id', parseId),
  }),
  audience: () => AUDIENCE,
  *exchange({ endpoint, registry, tenant, client, access, repositories }, { idToken, now, mask, issued }) {
    const signIn = postForm(
      `${endpoint ?? 'https://login.microsoftonline.com'}/${tenant}/oauth2/v2.0/token`,
      {
        client_id: client,
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: idToken,
        scope: 'https://containerregistry.azure.net/.default',
      },
    );
    const signedIn = readAnswer(signIn, yield signIn);
    const accessToken = mask(textAt(signIn, signedIn, 'access_token'));
    issued({
      what: 'an Entra access token',
      expiresAt: earliest(expiryAfter(signedIn.expires_in, now), expiryOf(accessToken)),
    });
    const enter = postForm(`${registryUrl(registry)}/oauth2/exchange`, {
      grant_type: 'access_token',
      service: registry,
      tenant,
      access_token: accessToken,
    });
    const secret = mask(textAt(enter, readAnswer(enter, yield enter), 'refresh_token'));
    const expiresAt = expiryOf(secret);
    issued({ what: 'a refresh token', expiresAt });
    if (repositories.length === 0) return { username: TOKEN_USER, secret, expiresAt };

    // A refresh token may do all that its identity may; an access token only what its scopes name.
    const fields = new URLSearchParams({
      grant_type: 'refresh_token',
      service: registry,
      refresh_token: secret,
    });
    const actions = access === 'push' ? 'pull,push' : 'pull';
    for (const name of repositories) fields.append('scope', `repository:${name}:${actions}`);
    const narrow = postForm(`${registryUrl(registry)}/oauth2/token`, fields);
    const narrowed = readAnswer(narrow, yield narrow);
    const scoped = mask(textAt(narrow, narrowed, 'access_token'));
    const scopedEnd = earliest(expiryAfter(narrowed.expires_in, now), expiryOf(scoped));
    issued({ what: 'a scoped access token', expiresAt: scopedEnd });
    return { username: TOKEN_USER, secret: scoped, expiresAt: scopedEnd };
  },
  trust: ({ client }, claims) =>
    subjects(claims)
      .map((subject, index) => {
        const parameters = {
          name: `github-${index + 1}`,
          issuer: claims.iss,
          subject,
          audiences: [AUDIENCE],
        };
        return `az ad app federated-credential create --id ${client} --parameters '${JSON.stringify(parameters)}'`;
      })
      .join('\n'),
  hints: [
    [
      says(/AADSTS70021|AADSTS700213/),
      'The application has no federated credential for this `sub`: add the one in the job summary.',
    ],
    [
      says(/AADSTS700024/),
      'The ID token came too late or the clocks differ: check the clock of this runner.',
    ],
    [says(/AADSTS90002/), 'There is no such tenant: check `tenant-id`.'],
    [says(/AADSTS700016/), 'There is no such application in this tenant: check `client-id`.'],
    [
      ({ status, path }) => path === '/oauth2/exchange' && [401, 403].includes(status),
      'The identity has no role on this registry: give it AcrPull or AcrPush.',
    ],
  ],
};

function parseId(text: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : expected('a UUID');
}
