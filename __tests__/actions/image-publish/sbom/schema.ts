import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const schema = JSON.parse(
  readFileSync(new URL('../../../fixtures/sbom/spdx-2.3.json', import.meta.url), 'utf8'),
);

/** What the official schema of SPDX 2.3 has against a document. */
export function judgeSpdx(text: string): unknown[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(JSON.parse(text));
  return validate.errors ?? [];
}
