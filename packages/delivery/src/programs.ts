/** A published Go program that a delivery runs. */
export type DeliveryProgram = { readonly name: string; readonly pkg: string; readonly version: string };

/** Each pinned here and nowhere else; Go checks what it installs against the checksum database. */
export const PROGRAMS = {
  ko: { name: 'ko', pkg: 'github.com/google/ko', version: 'v0.19.1' },
  crane: { name: 'crane', pkg: 'github.com/google/go-containerregistry/cmd/crane', version: 'v0.21.9' },
  cosign: { name: 'cosign', pkg: 'github.com/sigstore/cosign/v3/cmd/cosign', version: 'v3.1.3' },
  govulncheck: { name: 'govulncheck', pkg: 'golang.org/x/vuln/cmd/govulncheck', version: 'v1.7.0' },
  helm: { name: 'helm', pkg: 'helm.sh/helm/v4/cmd/helm', version: 'v4.3.2' },
  kustomize: { name: 'kustomize', pkg: 'sigs.k8s.io/kustomize/kustomize/v5', version: 'v5.7.1' },
  kubeconform: {
    name: 'kubeconform',
    pkg: 'github.com/yannh/kubeconform/cmd/kubeconform',
    version: 'v0.8.0',
  },
} as const satisfies Record<string, DeliveryProgram>;

export type DeliveryProgramName = keyof typeof PROGRAMS;

/** The newest `go` line among them: a Go that is older fetches that toolchain. */
export const PROGRAMS_GO = 'go1.26.0';
