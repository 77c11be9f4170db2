import { describe, expect, it } from 'vitest';
import { secretForms } from '../../../../actions/oidc-registry-login/src/providers/secret-forms.ts';

const _MINUTE = 60_000;

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
});
