import { fitSummary } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('fitSummary', () => {
  const cases = [
    { name: 'leaves what fits alone', markdown: 'short\n', written: 0, want: /^short\n$/ },
    {
      name: 'cuts at a line end and says so',
      markdown: 'line\n'.repeat(100),
      written: 0,
      want: /line\n\n> The rest was cut/,
    },
    {
      name: 'closes an open fence',
      markdown: `\`\`\`\n${'x\n'.repeat(200)}\`\`\`\n`,
      written: 0,
      want: /x\n```\n\n> The rest/,
    },
    {
      name: 'closes an open section',
      markdown: `<details>\n${'x\n'.repeat(200)}</details>`,
      written: 0,
      want: /<\/details>\n\n> /,
    },
    { name: 'writes nothing when all is used up', markdown: 'x'.repeat(50), written: 290, want: /^$/ },
  ];
  it.each(cases)('$name', ({ markdown, written, want }) => {
    const fitted = fitSummary(markdown, written, 300);
    expect(fitted).toMatch(want);
    expect(Buffer.byteLength(fitted) + written).toBeLessThanOrEqual(300);
  });
  it('never cuts inside a character', () => {
    expect(fitSummary(`${'ä'.repeat(400)}\n`.repeat(3), 0, 300)).not.toContain('\uFFFD');
  });
});
