import { describe, expect, it } from 'vitest';
import { readEcrToken } from '../../../../actions/oidc-registry-login/src/providers/ecr.ts';

describe('the token of ECR', () => {
  const read = (text: string) => {
    const masked: string[] = [];
    const issued: unknown[] = [];
    const facts = {
      mask: (secret: string) => {
        masked.push(secret);
        return secret;
      },
      issued: (thing: unknown) => void issued.push(thing),
    };
    const token = Buffer.from(text).toString('base64');
    try {
      return { grant: readEcrToken(token, 4_000_000_000, facts as never), masked, issued };
    } catch (error) {
      return { error: (error as Error).message, masked, issued };
    }
  };

  it('is a user and a password, which may have colons', () => {
    expect(read('AWS:pass:word').grant).toMatchObject({ username: 'AWS', secret: 'pass:word' });
  });

  it.each(['a-password-alone', ':password', 'AWS:', ''])(
    'that is something else shows no piece of itself as a user: %j',
    (text) => {
      const { error, masked, issued } = read(text);
      expect(error).toBe('ECR answered with a token that is not a user name and a password.');
      expect(masked).toContain(text);
      expect(issued).toHaveLength(1);
    },
  );
});
