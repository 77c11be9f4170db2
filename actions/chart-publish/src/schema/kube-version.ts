import { expected } from '@go-actions/action-kit';

/** `1.36.3` or `v1.36.3`, as the version of the Go module `k8s.io/kubernetes`. */
export function parseKubeVersion(text: string): string {
  const [, version] = /^v?(1\.\d{1,3}\.\d{1,3})$/.exec(text) ?? [];
  return version ?? expected('versions of Kubernetes with all three numbers, such as "1.36.3"');
}
