import { JsonObjectStream } from '@go-actions/go-project';
import type { Answer } from './answer.ts';
import { type Check, type Task, tagFlags } from './check.ts';
import { crash, judgeEnding, unreadable } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';
import { judgeVulns, type VulnMessage } from './vuln-report.ts';

export const vuln: Check = {
  speed: 'slow',
  about: 'no known vulnerability within reach',
  presets: ['strict'],
  scope: 'module',
  linter: 'govulncheck',
  run: checkVulns,
};

/** govulncheck in JSON form exits with 0 whatever it found; only the messages are a verdict. */
async function checkVulns({ settings, linter, tags, exec }: Task): Promise<Answer> {
  const { database, onNotes, ...rules } = settings.vuln;
  const messages: VulnMessage[] = [];
  const stream = new JsonObjectStream<VulnMessage>((message) => {
    if (message.osv || message.finding) messages.push(message);
  });
  let broken = false;
  const result = await exec(linter.path, ['-db', database, '-format', 'json', ...tagFlags(tags), './...'], {
    onStdout: (chunk) => {
      try {
        if (!broken) stream.push(chunk);
      } catch {
        broken = true; // SyntaxError: said below
      }
    },
  });
  const ended = judgeEnding('govulncheck', result);
  if (ended) return { findings: [], problem: ended };
  const errors = parseGoErrors(result.stderr);
  if (result.code !== 0 && errors.length > 0) return { findings: errors };
  if (result.code !== 0) return { findings: [], problem: crash('govulncheck', result, result.stderr) };
  try {
    stream.end();
  } catch {
    broken = true; // it ended inside an object
  }
  if (broken) return { findings: [], problem: unreadable('govulncheck') };
  const { findings, notes } = judgeVulns(messages, rules);
  onNotes(notes);
  return { findings };
}
