import { secretForms } from '@go-actions/action-kit';
import { describe, expect, it } from 'vitest';

describe('the forms of a secret', () => {
  const secret = 'p:w/+"é\\x';
  it.each(['', 'x', 'xy', 'xyz'])('cover its base64 after %j', (before) => {
    const printed = Buffer.from(`${before}${secret}${secret}`).toString('base64');
    expect(secretForms('u', secret + secret).some((form) => printed.includes(form))).toBe(true);
  });
  it('cover headers, URLs, forms and JSON', () => {
    const forms = secretForms('user', secret);
    expect(forms).toContain(Buffer.from(`user:${secret}`).toString('base64'));
    expect(forms).toContain(encodeURIComponent(secret));
    expect(forms).toContain(new URLSearchParams({ a: secret }).toString().slice(2));
    expect(forms).toContain(JSON.stringify({ a: secret }).slice(6, -2));
  });
  it.each([
    { where: 'a page of Go', printed: 'a&amp;b&lt;c&gt;&#34;d&#39;+/' },
    { where: 'a page of Python', printed: 'a&amp;b&lt;c&gt;&quot;d&#x27;+/' },
    { where: 'JSON of Go', printed: 'a\\u0026b\\u003cc\\u003e\\"d\'+/' },
    { where: 'JSON of PHP', printed: 'a&b<c>\\"d\'+\\/' },
    { where: 'JSON of .NET', printed: 'a\\u0026b\\u003Cc\\u003E\\u0022d\\u0027\\u002B/' },
    { where: 'a URL in lower case', printed: "a%26b%3cc%3e%22d'%2b%2f" },
  ])('cover $where', ({ printed }) => {
    expect(secretForms('u', `a&b<c>"d'+/`)).toContain(printed);
  });
});
