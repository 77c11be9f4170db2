import { pathToFileURL } from 'node:url';
import { createProject, type Project, runAction } from '@go-actions/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, findChromium } from './browser.ts';

const CODE = `package sign

func Of(a int) int {
	if a < 0 { return -1 } // ${'a long line '.repeat(40)}
	if a == 0 {
		return 0
	}
	//coverage:ignore cannot happen
	if a < -9 {
		panic("never")
	}
	return 1
}
`;
const LONG = `${'very-long-package-name-'.repeat(4)}end`;

const chromium = findChromium();
if (!chromium) console.log('The page is not looked at: there is no Chromium on this computer.');

describe.skipIf(!chromium)('the HTML report in a browser', () => {
  let project: Project;
  let browser: Browser;
  let page: string;

  beforeAll(async () => {
    project = await createProject({
      'go.mod': 'module example.com/m\n\ngo 1.24\n',
      'sign/sign.go': CODE,
      'sign/sign_test.go': 'package sign\n\nimport "testing"\n\nfunc TestOf(t *testing.T) { Of(1) }\n',
      [`${LONG}/file with a name.go`]: 'package long\n\nfunc F() {}\n\nfunc G() int { return 1 }\n',
      'temp/.keep': '',
    });
    await runAction('coverage-gate', {
      workspace: project.dir,
      temp: project.path('temp'),
      inputs: { race: 'false', 'min-total': '0', 'min-patch': '0', 'report-dir': 'out' },
    });
    page = pathToFileURL(project.path('out/coverage.html')).href;
    browser = await Browser.start(chromium ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await project[Symbol.asyncDispose]();
  });

  const views = [
    { name: 'desktop, light', width: 1280, dark: false },
    { name: 'desktop, dark', width: 1280, dark: true },
    { name: 'phone, light', width: 390, dark: false },
    { name: 'phone, dark', width: 390, dark: true },
  ];
  it.each(views)(
    'shows four kinds of lines that differ, and nothing overflows: $name, without scripts',
    async (view) => {
      await browser.open(page, { ...view, height: 800, script: false });
      expect(await browser.evaluate('document.documentElement.className')).toBe('');
      const width = await browser.evaluate(
        'for (const file of document.querySelectorAll("details")) file.open = true; document.documentElement.scrollWidth',
      );
      expect(width).toBeLessThanOrEqual(view.width);
      const patches = [];
      for (const kind of ['c', 'p', 'u', 'x']) {
        const box = await browser.evaluate<{ x: number; y: number }>(
          `(() => { const box = document.querySelector('.s .${kind}').getBoundingClientRect(); return { x: box.x + scrollX, y: box.y + scrollY } })()`,
        );
        // Left of the text: the bar at the edge and the ground.
        patches.push((await browser.screenshot({ ...box, width: 9, height: 12 })).toString('base64'));
      }
      expect(new Set(patches).size).toBe(4);
    },
    60_000,
  );

  it('opens the file and marks the line that an address names, and sorts packages by a click', async () => {
    await browser.open(`${page}#sign/sign.go:6`, { width: 1280, height: 800, dark: false, script: true });
    const marked = await browser.evaluate<number>(
      `(() => { const file = document.getElementById('sign/sign.go'); const top = (node) => node.getBoundingClientRect().top;
        return file.open ? Math.round(top(file.querySelector('.mark')) - top([...file.querySelectorAll('.u')].at(0))) : NaN })()`,
    );
    expect(marked).toBe(0);
    const names = await browser.evaluate<string[]>(
      `(() => { const table = document.getElementById('packages'); table.tHead.rows[0].cells[2].firstChild.click();
        return [...table.tBodies[0].rows].filter((row) => row.className === 'pkg').map((row) => row.cells[2].textContent) })()`,
    );
    expect(names).toEqual(['0.00', '66.66']);
  }, 60_000);
});
