import { describeError, fetchHttp, warning } from '@go-actions/action-kit';
import { composeNotification, type Result } from '../notification.ts';

const TIMEOUT_MS = 10_000;

/** Posts the result. Whoever cannot be told does not make a deployment unhealthy: trouble is a warning. */
export async function notify(
  { url, secret }: { readonly url: string; readonly secret: string },
  result: Result,
): Promise<void> {
  try {
    const { status } = await fetchHttp({
      method: 'POST',
      url,
      ...composeNotification(result, secret),
      timeoutMs: TIMEOUT_MS,
    });
    if (status < 200 || status > 299) warning(`\`notify-url\` answered ${status}; the result was not taken.`);
  } catch (error) {
    // Who knows the URL of a webhook can often post there: its host says enough.
    const reason = describeError(error).replaceAll(url, new URL(url).origin).replaceAll('\n', ' ');
    warning(`\`notify-url\` was not told: ${reason}`);
  }
}
