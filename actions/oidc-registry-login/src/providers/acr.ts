import { expected } from '@go-actions/action-kit';
import { registryUrl } from '../registries/host.ts';
import { readAnswer, textAt } from './answer.ts';
import { decodeClaims, subjects } from './claims.ts';
import type { Provider } from './provider.ts';
import { postForm } from './request.ts';

const AUDIENCE = 'api://AzureADTokenExchange';
/** The user name that says "the password is a token" (Azure/acr, docs/AAD-OAuth.md). */
const TOKEN_USER = '00000000-0000-0000-0000-000000000000';

type Settings = { readonly tenant: string; readonly client: string };

/** Azure Container Registry: Entra turns the ID token into its own, the registry turns that into a refresh token of about three hours. */
export const acr: Provider<Settings> = {
  keys: ['tenant-id', 'client-id'],
  owns: (host) => /^[a-z0-9-]+\.azurecr\.io$/.test(host),
  read: (input) => ({
    tenant: input.parsed('tenant-id', parseId),
    client: input.parsed('client-id', parseId),
  }),
  audience: () => AUDIENCE,
  *exchange({ endpoint, registry, tenant, client }, { idToken, mask }) {
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
    const accessToken = mask(textAt(signIn, readAnswer(signIn, yield signIn), 'access_token'));
    const enter = postForm(`${registryUrl(registry)}/oauth2/exchange`, {
      grant_type: 'access_token',
      service: registry,
      tenant,
      access_token: accessToken,
    });
    const secret = mask(textAt(enter, readAnswer(enter, yield enter), 'refresh_token'));
    return { username: TOKEN_USER, secret, expiresAt: expiryOf(secret) };
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
      /AADSTS70021|AADSTS700213/,
      'The application has no federated credential for this `sub`: add the one in the job summary.',
    ],
    [/AADSTS700024/, 'The ID token came too late or the clocks differ: check the clock of this runner.'],
    [/AADSTS90002/, 'There is no such tenant: check `tenant-id`.'],
    [/AADSTS700016/, 'There is no such application in this tenant: check `client-id`.'],
    [
      /oauth2\/exchange answered 40[13]/,
      'The identity has no role on this registry: give it AcrPull or AcrPush.',
    ],
  ],
};

/** The refresh token is a signed token itself; an opaque one has no known end. */
function expiryOf(token: string): number | undefined {
  const exp = token.split('.').length === 3 ? decodeClaims(token).exp : undefined;
  return typeof exp === 'number' ? exp * 1_000 : undefined;
}

function parseId(text: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : expected('a UUID');
}
