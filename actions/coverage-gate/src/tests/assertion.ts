/** The labels of a failure of testify (`assert/assertions.go`, labeledOutput); further lines belong to the one above. */
const LABEL = /^(Error Trace|Error|Test|Messages):[ \t]*(.*)$/;

/**
 * What a test's message says, without the place and the name of the test, which testify repeats: its own words first, then
 * what was expected. Messages of other kinds stay as they are.
 */
export function readMessage(message: string): string {
  const text = message.trim();
  if (!text.startsWith('Error Trace:')) return text;
  const said = new Map<string, string[]>();
  let current = '';
  for (const line of text.split('\n')) {
    const [, label, rest = line] = LABEL.exec(line) ?? [];
    current = label ?? current;
    said.set(current, [...(said.get(current) ?? []), rest]);
  }
  const [own, expected] = ['Messages', 'Error'].map((label) => said.get(label)?.join('\n').trim());
  return [own, expected].filter(Boolean).join(': ') || text;
}
