import { Marked, type Tokens } from 'marked';

/** The tags that summaries use and that cannot do harm; `details` may be open, links and images go through Markdown. */
const TAGS = new Set(
  'details summary b strong i em code pre br hr sub sup kbd p ul ol li table thead tbody tr th td div span h1 h2 h3 h4 h5 h6'.split(
    ' ',
  ),
);
const LINK = /^(https?:|#|mailto:)/i;

const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => keepKnownTags(text),
    link({ href, tokens }: Tokens.Link) {
      const text = this.parser.parseInline(tokens);
      return LINK.test(href) ? `<a href="${escapeHtml(href)}" rel="noreferrer">${text}</a>` : text;
    },
    image: ({ text }: Tokens.Image) => escapeHtml(text), // one page, no outside requests
  },
});

/** GitHub-flavoured Markdown as HTML that is safe to show: scripts, attributes, images and odd links are gone. */
export function renderMarkdown(markdown: string): string {
  return marked.parse(markdown) as string;
}

export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (char) => names[char] ?? char);
}

function keepKnownTags(html: string): string {
  return html.replace(/<!--[\s\S]*?-->|<[^>]*>?|[^<]+/g, (part) => {
    if (!part.startsWith('<')) return part;
    const [, close = '', name = '', rest = ''] = /^<(\/?)([a-z][a-z0-9]*)\b([^>]*)>$/i.exec(part) ?? [];
    if (!TAGS.has(name.toLowerCase())) return part.startsWith('<!--') ? '' : escapeHtml(part);
    const open = /\bopen\b/.test(rest) && name.toLowerCase() === 'details' ? ' open' : '';
    return `<${close}${name}${close ? '' : open}>`;
  });
}
