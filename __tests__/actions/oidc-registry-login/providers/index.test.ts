import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../../actions/oidc-registry-login/src/providers/index.ts';

describe('the provider of a host', () => {
  const rows = [
    { host: 'ghcr.io', want: 'ghcr' },
    { host: 'containers.acme.ghe.com', want: 'ghcr' },
    { host: 'docker.io', want: 'dockerhub' },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', want: 'ecr' },
    { host: '123456789012.dkr-ecr.eu-west-1.on.aws', want: 'ecr' },
    { host: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', want: 'ecr' },
    { host: 'public.ecr.aws', want: 'ecr-public' },
    { host: 'europe-west1-docker.pkg.dev', want: 'gar' },
    { host: 'eu.gcr.io', want: 'gar' },
    { host: 'acme.azurecr.io', want: 'acr' },
    { host: 'quay.io', want: 'quay' },
    { host: 'acme.jfrog.io', want: 'jfrog' },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com:8443', want: undefined },
    { host: '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.com', want: undefined },
    { host: 'evil-gcr.io', want: undefined },
    { host: 'acme.azurecr.io.evil.com', want: undefined },
    { host: 'localhost:5000', want: undefined },
  ];
  it.each(rows)('$host', ({ host, want }) => expect(providerOf(host)).toBe(want));
});
