import { describe, expect, it } from 'vitest';
import { makeSchemas } from '../../../../actions/chart-publish/src/schema/schemas.ts';

const SWAGGER = JSON.stringify({
  definitions: {
    'io.k8s.Lamp': {
      type: 'object',
      required: ['spec'],
      properties: {
        spec: { $ref: '#/definitions/io.k8s.LampSpec' },
        port: { type: 'string', format: 'int-or-string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
      'x-kubernetes-group-version-kind': [
        { group: '', version: 'v1', kind: 'Lamp' },
        { group: 'apps', version: 'v1', kind: 'Lamp' },
      ],
    },
    'io.k8s.LampSpec': { type: 'object', properties: { on: { type: 'boolean' } } },
    'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
  },
});
const read = (strict: boolean) => {
  const files = makeSchemas(SWAGGER, strict);
  return { names: [...files.keys()].sort(), ...JSON.parse(files.get('definitions.json') ?? '') };
};

describe('makeSchemas', () => {
  it('has a file for each group, version and kind, the core group as kubeconform asks for it', () => {
    expect(read(true).names).toEqual(['apps_v1_lamp.json', 'definitions.json', 'v1_v1_lamp.json']);
  });
  it('closes objects when it is strict, and never maps', () => {
    const { definitions } = read(true);
    expect(definitions['io.k8s.LampSpec'].additionalProperties).toBe(false);
    expect(definitions['io.k8s.Lamp'].properties.labels.anyOf[1]).toEqual({
      type: 'object',
      additionalProperties: { type: 'string' },
    });
    expect(read(false).definitions['io.k8s.LampSpec'].additionalProperties).toBeUndefined();
  });
  it('takes what the API server takes: null for what may be left out, numbers as quantities and ports', () => {
    const { definitions } = read(true);
    expect(definitions['io.k8s.Lamp']).toMatchObject({
      required: ['spec'],
      properties: {
        spec: { $ref: '#/definitions/io.k8s.LampSpec' },
        port: { anyOf: [{ type: 'null' }, { type: ['string', 'integer'] }] },
      },
    });
    expect(definitions['io.k8s.LampSpec']).not.toHaveProperty('required');
    expect(definitions['io.k8s.apimachinery.pkg.api.resource.Quantity']).toEqual({
      type: ['string', 'number'],
    });
  });
});
