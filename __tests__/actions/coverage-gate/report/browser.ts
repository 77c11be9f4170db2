import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A headless Chromium on this computer; `undefined` when there is none. */
export function findChromium(): string | undefined {
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
}

export type View = { width: number; height: number; dark: boolean; script: boolean };
export type Clip = { x: number; y: number; width: number; height: number };

/** One page of a browser, spoken to by the DevTools protocol (chromedevtools.github.io/devtools-protocol). */
export class Browser implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #socket: WebSocket;
  readonly #profile: string;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #events = new Map<string, () => void>();
  #session = '';
  #next = 1;

  private constructor(child: ChildProcess, socket: WebSocket, profile: string) {
    this.#child = child;
    this.#socket = socket;
    this.#profile = profile;
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)));
  }

  static async start(program: string): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'go-actions-chromium-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    const child = spawn(
      program,
      [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk;
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
      child.once('close', () => reject(new Error(`${program} ended:\n${said}`)));
    });
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const browser = new Browser(child, socket, profile);
    const { targetId } = (await browser.#send('Target.createTarget', { url: 'about:blank' })) as Record<
      string,
      string
    >;
    const attached = await browser.#send('Target.attachToTarget', { targetId, flatten: true });
    browser.#session = (attached as { sessionId: string }).sessionId;
    await browser.#send('Page.enable', {});
    return browser;
  }

  async open(url: string, { width, height, dark, script }: View): Promise<void> {
    await this.#send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height },
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    const value = dark ? 'dark' : 'light';
    await this.#send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
    await this.#send('Emulation.setScriptExecutionDisabled', { value: !script });
    // By way of an empty page: an address that differs in its fragment only would not be loaded anew.
    for (const next of ['about:blank', url]) {
      const loaded = new Promise<void>((resolve) => this.#events.set('Page.loadEventFired', resolve));
      await this.#send('Page.navigate', { url: next });
      await loaded;
    }
  }

  /** The value of an expression in the page; works with the page's own scripts off, too. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.#send('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    if (answer.exceptionDetails)
      throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }

  /** A PNG of a part of the page; equal pixels are equal bytes. */
  async screenshot(clip: Clip): Promise<Buffer> {
    const shot = await this.#send('Page.captureScreenshot', {
      clip: { ...clip, scale: 1 },
      captureBeyondViewport: true,
    });
    return Buffer.from((shot as { data: string }).data, 'base64');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#socket.close();
    this.#child.kill();
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: object): Promise<unknown> {
    const id = this.#next++;
    const message = { id, method, params, ...(this.#session && { sessionId: this.#session }) };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify(message));
    });
  }

  #receive(message: { id?: number; method?: string; result?: unknown; error?: { message: string } }): void {
    if (message.method) this.#events.get(message.method)?.();
    const waiting = this.#waiting.get(message.id ?? 0);
    this.#waiting.delete(message.id ?? 0);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }
}
