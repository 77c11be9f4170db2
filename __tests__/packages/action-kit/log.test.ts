import { group, info, mask, plainLine, printForeign, setOutputs } from '@go-actions/action-kit';
import { listCommands } from '@go-actions/test-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function written(body: () => unknown): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  await body();
  vi.restoreAllMocks();
  return lines.join('');
}

const ATTACKS = [
  '::error::forged',
  '   ::add-mask::a',
  '\t::set-env name=X::y',
  '##[error]forged',
  'before ##[add-mask]a',
  '###[error]x',
  '##[##[error]x',
  'a\n::error::x',
  'a\r::error::x',
  'a\r\n::error::x',
  'a\n\n  ##[group]x',
  '\u200b::error::x',
  '\ufeff::error::x',
  '\u0085::error::x',
  '\u2028::error::x',
  '\u001b[31m::error::x',
  '\u0000::error::x',
  ':::error::x',
  '::stop-commands::token',
  '\v::error::x',
  '\f::error::x',
  '::error::a\n::error::b',
];

describe('case security/05: no text becomes a workflow command', () => {
  it.each(ATTACKS)('in info: %j', async (text) => {
    for (const message of [text, `Modules: ${text}`, `${text}${text}`]) {
      const stdout = await written(() => info(message));
      expect(listCommands(stdout)).toEqual([]);
      expect(stdout.match(/[\r\n]/g)).toHaveLength(1);
    }
  });

  it.each(ATTACKS)('in the title of a group: %j', async (text) => {
    const stdout = await written(() => group(text, async () => undefined));
    expect(listCommands(stdout).map(({ name }) => name)).toEqual(['group', 'endgroup']);
  });

  it.each(ATTACKS)('in what others wrote, which stays as it was: %j', async (text) => {
    const stdout = await written(() => printForeign(text));
    expect(listCommands(stdout)).toEqual([]);
    expect(stdout).toContain(text);
  });

  it('and an honest line stays as it is', () => {
    for (const text of ['a::b ünïcode ✓', 'std::vector # [x]', '50 % done', 'a\tb', '  indented'])
      expect(plainLine(text)).toBe(text);
  });
});

describe('case platform/09: masks', () => {
  const masks = async (secret: string) =>
    listCommands(await written(() => mask(secret))).map(({ name, message }) => `${name} ${message}`);

  it.each([
    { name: 'a token', secret: 'tok3n', want: ['add-mask tok3n'] },
    {
      name: 'JSON over lines, less its braces',
      secret: '{\n  "x.y": "tok3n"\n}\n',
      want: ['add-mask "x.y": "tok3n"'],
    },
    {
      name: 'every line of a key',
      secret: 'begin\r\nAAAA\r\n==\r\nend!',
      want: ['add-mask begin', 'add-mask AAAA', 'add-mask end!'],
    },
    {
      name: 'lines that end as on an old Mac',
      secret: 'first\rsecond',
      want: ['add-mask first', 'add-mask second'],
    },
    { name: 'nothing of a short text', secret: 'abc', want: [] },
    { name: 'nothing of blanks', secret: '      ', want: [] },
  ])('hide $name', async ({ secret, want }) => expect(await masks(secret)).toEqual(want));

  it('that occur in an output are warned about, unless the output is the secret', async () => {
    vi.stubEnv('GITHUB_OUTPUT', undefined);
    await written(() => mask('s3cr3t-word'));
    const warned = async (value: string) =>
      listCommands(await written(() => setOutputs({ shards: value }))).some(({ name }) => name === 'warning');
    expect(await warned('[{"packages":"s3cr3t-word/api"}]')).toBe(true);
    expect(await warned('s3cr3t-word')).toBe(false);
    expect(await warned('[{"packages":"api"}]')).toBe(false);
  });
});
