/** `OWNER/REPO` out of the address of a remote, by https or ssh; `undefined` for a folder or an empty address. */
export function repositoryOf(address: string): string | undefined {
  return /^(?:https?:\/\/[^/]+\/|ssh:\/\/[^/]+\/|[\w.-]+@[\w.-]+:)([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
    address,
  )?.[1];
}
