/** Who a container runs as, in numbers: what `runAsNonRoot` of Kubernetes can check. */
export type UserVerdict = { readonly user: string } | { readonly problem: string };

/**
 * Judges the user of an image's configuration. A name is looked up in its `/etc/passwd`, since the kubelet checks numbers only
 * ("image has non-numeric user", kubernetes pkg/kubelet/kuberuntime/security_context.go). Without a user it is root.
 */
export function judgeUser(user: string, passwd: string | undefined): UserVerdict {
  const [name = '', group] = user.split(':');
  if (name === '') return { problem: 'it runs as root: its configuration names no user' };
  const account = /^\d+$/.test(name) ? undefined : findAccount(name, passwd);
  const id = /^\d+$/.test(name) ? name : account?.id;
  if (id === undefined)
    return { problem: `it runs as ${JSON.stringify(name)}, a name that its /etc/passwd does not have` };
  if (Number(id) === 0) return { problem: `it runs as root: its user is ${JSON.stringify(user)}` };
  if (Number(id) > 2 ** 32 - 2) return { problem: `its user ${id} is no user id` };
  if (group !== undefined && !/^\d+$/.test(group) && group !== name)
    return { problem: `its group ${JSON.stringify(group)} is a name; expected a number` };
  const gid = group === undefined || /^\d+$/.test(group) ? group : account?.group;
  return { user: gid === undefined ? String(Number(id)) : `${Number(id)}:${Number(gid)}` };
}

function findAccount(name: string, passwd = ''): { id: string; group: string } | undefined {
  for (const line of passwd.split('\n')) {
    const [account, , id = '', group = ''] = line.split(':');
    if (account === name && /^\d+$/.test(id) && /^\d+$/.test(group)) return { id, group };
  }
  return undefined;
}
