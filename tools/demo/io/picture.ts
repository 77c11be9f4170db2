import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ActionError, run } from '@go-actions/action-kit';

/** What distributions call the browser. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
/** The head, the jobs and the annotations of one scene, in a size that a README has room for. */
const SIZE = '1000,1130';

/** Takes the picture of a page of ours that the README shows. Needs a browser; throws an ActionError without one. */
export async function takePicture(page: string, picture: string): Promise<void> {
  await mkdir(dirname(picture), { recursive: true });
  const args = [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
    ...[`--window-size=${SIZE}`, `--screenshot=${picture}`, pathToFileURL(page).href],
  ];
  for (const browser of BROWSERS) {
    const result = await run(browser, args, { timeoutMs: 60_000 }).catch(() => undefined); // not installed
    if (result?.code === 0) return;
  }
  throw new ActionError(`There is no browser that takes a picture (${BROWSERS.join(', ')}).`);
}
