import { JsonObjectStream } from '@go-actions/go-project';
import type { Answer } from './answer.ts';
import { type Check, type Task, tagFlags } from './check.ts';
import { crash, judgeEnding, unproved, unreadable } from './ending.ts';
import { parseGoErrors } from './go-errors.ts';
import { findGap, type VulnRun } from './vuln-proof.ts';
import { judgeVulns, type VulnMessage } from './vuln-report.ts';

export const vuln: Check = {
  speed: 'slow',
  about: 'no known vulnerability within reach',
  presets: ['strict'],
  scope: 'module',
  linter: 'govulncheck',
  run: checkVulns,
};

/** govulncheck in JSON form exits with 0 whatever it found; only the messages are a verdict, and the proof that it is one. */
async function checkVulns({ settings, linter, listed, tags, exec }: Task): Promise<Answer> {
  const { database, onNotes, ...rules } = settings.vuln;
  const messages: VulnMessage[] = [];
  const said: VulnRun[] = [];
  const stream = new JsonObjectStream<VulnMessage & VulnRun>((message) => {
    (message.osv || message.finding ? messages : said).push(message);
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
  const gap = findGap(said, listed);
  if (gap) return { findings: [], problem: unproved('govulncheck', gap) };
  const { findings, notes } = judgeVulns(messages, rules);
  onNotes(notes);
  return { findings };
}
