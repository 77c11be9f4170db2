/** JSON Schema files for kubeconform: name -> content. */
export type SchemaFiles = ReadonlyMap<string, string>;

type Schema = { readonly [key: string]: unknown };
type Kind = { readonly group: string; readonly version: string; readonly kind: string };

const DEFINITIONS = 'definitions.json';

/** Where kubeconform finds the schema of a kind below a folder; for the core group it says `v1` twice. */
export const SCHEMA_LOCATION = '{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json';

/** Types whose OpenAPI form says less, or something else, than what the API server takes. */
const LOOSE: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['string', 'integer'] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'number'] },
};

/**
 * Makes JSON Schemas from the OpenAPI 2 document of Kubernetes (api/openapi-spec/swagger.json): one file with all definitions,
 * and one for each kind that points into it. Fields that may be left out may be null, as for the API server. `strict` closes
 * every object whose fields are listed.
 */
export function makeSchemas(swagger: string, strict: boolean): SchemaFiles {
  const { definitions } = JSON.parse(swagger) as { definitions: Record<string, Schema> };
  const files = new Map<string, string>();
  const converted: Record<string, Schema> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    converted[name] = LOOSE[name] ?? convert(definition, strict);
    const kinds = (definition['x-kubernetes-group-version-kind'] ?? []) as readonly Kind[];
    for (const { group, version, kind } of kinds) {
      const file = `${group || version}_${version}_${kind.toLowerCase()}.json`;
      files.set(file, JSON.stringify({ $ref: `${DEFINITIONS}#/definitions/${name}` }));
    }
  }
  return files.set(DEFINITIONS, JSON.stringify({ definitions: converted }));
}

function convert(schema: Schema, strict: boolean): Schema {
  const { properties, required = [], items, additionalProperties, $ref, type, format, ...rest } = schema;
  if (typeof $ref === 'string') return { $ref };
  const fields = properties as Record<string, Schema> | undefined;
  return {
    ...(type !== undefined && { type: format === 'int-or-string' ? ['string', 'integer'] : type }),
    ...(rest.enum !== undefined && { enum: rest.enum }),
    ...(items !== undefined && { items: convert(items as Schema, strict) }),
    // Draft 4, which kubeconform reads, takes no empty list.
    ...((required as readonly string[]).length > 0 && { required }),
    ...(fields && { properties: convertFields(fields, required as readonly string[], strict) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object'
          ? convert(additionalProperties as Schema, strict)
          : additionalProperties,
    }),
    ...(strict && fields && additionalProperties === undefined && { additionalProperties: false }),
  };
}

function convertFields(
  fields: Record<string, Schema>,
  required: readonly string[],
  strict: boolean,
): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const schema = convert(field, strict);
      return [name, required.includes(name) ? schema : { anyOf: [{ type: 'null' }, schema] }];
    }),
  );
}
