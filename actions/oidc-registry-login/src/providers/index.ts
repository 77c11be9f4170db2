import { acr } from './acr.ts';
import { chainguard } from './chainguard.ts';
import { cloudsmith } from './cloudsmith.ts';
import { dockerhub } from './dockerhub.ts';
import { ecr } from './ecr.ts';
import { ecrPublic } from './ecr-public.ts';
import { gar } from './gar.ts';
import { ghcr } from './ghcr.ts';
import { jfrog } from './jfrog.ts';
import { jwt } from './jwt.ts';
import type { Provider } from './provider.ts';
import { quay } from './quay.ts';
import { tokenExchange } from './token-exchange.ts';
import { vault } from './vault.ts';

const TABLE = {
  ghcr,
  dockerhub,
  ecr,
  'ecr-public': ecrPublic,
  gar,
  acr,
  quay,
  jfrog,
  chainguard,
  cloudsmith,
  vault,
  'token-exchange': tokenExchange,
  jwt,
};

export type ProviderId = keyof typeof TABLE;

/** Every registry that we know; the rest of the action never asks which one it has. */
export const PROVIDERS: Readonly<Record<ProviderId, Provider>> = TABLE;

export const PROVIDER_IDS = Object.keys(TABLE) as readonly ProviderId[];

export function providerOf(host: string): ProviderId | undefined {
  return PROVIDER_IDS.find((id) => PROVIDERS[id].owns(host));
}
