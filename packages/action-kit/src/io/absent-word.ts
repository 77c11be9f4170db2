/**
 * A word of 36 hexadecimal digits that does not occur in `text`, to mark where the text ends. It is drawn at random because no
 * text can hold all words; it need not be a secret, so that no cryptography has to be loaded before a step can begin.
 */
export function drawAbsentWord(text: string): string {
  const digits = Array.from({ length: 36 }, () => Math.floor(Math.random() * 16).toString(16));
  const word = digits.join('');
  return text.includes(word) ? drawAbsentWord(text) : word;
}
