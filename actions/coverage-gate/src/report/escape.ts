const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, SVG and XML, in content and in quoted attributes. XML 1.0 has no place for most control characters. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '')
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (char) => ('\t\n\r'.includes(char) ? char : '\ufffd'));
}
