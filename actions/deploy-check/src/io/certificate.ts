import { once } from 'node:events';
import { connect } from 'node:tls';

/**
 * What the certificate says that a handshake was refused for: names, issuer and dates. Asked for over a connection of its own
 * that carries nothing; `undefined` when it cannot be had.
 */
export async function readCertificate(
  url: URL,
  serverName: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port: Number(url.port || 443),
    // Only looked at: nothing is sent, and nothing that comes is believed.
    rejectUnauthorized: false,
    ...(/[a-z]/i.test(host) && !host.includes(':') && { servername: serverName ?? host }),
  });
  try {
    await once(socket, 'secureConnect', { signal });
    const { subject, subjectaltname, issuer, valid_from: from, valid_to: to } = socket.getPeerCertificate();
    const names = subjectaltname ?? (subject?.CN ? `CN:${subject.CN}` : 'nobody');
    return `for ${names.slice(0, 300)}, issued by ${[issuer?.O, issuer?.CN].flat().filter(Boolean).join(', ') || 'nobody'}, valid from ${from} until ${to}`;
  } catch {
    return undefined; // there is enough to say without it
  } finally {
    socket.destroy();
  }
}
