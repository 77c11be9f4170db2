import { type Claims, subjects } from './claims.ts';

/** Issuer, audience and subjects as plain lines, for providers whose policy is set in a form. */
export function describeTrust(claims: Claims, audience: string): string {
  return [
    `issuer:   ${claims.iss}`,
    `audience: ${audience}`,
    ...subjects(claims).map((sub) => `subject:  ${sub}`),
  ].join('\n');
}
