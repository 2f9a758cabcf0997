import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a document of any shape

interface AnswerToCheck {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
  readonly text: string;
}

/** What HTTP itself refuses, whatever the route; documented once for all, not per route. */
const OF_EVERY_ROUTE = new Set([414, 431]);

/** Holds answers against an OpenAPI 3.0 document. Stricter than the document: what it does not list is not allowed. */
export class OpenApiContract {
  private readonly ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(readonly document: Json) {
    this.ajv.addSchema({ $id: 'openapi', components: strict(document.components) });
  }

  /** @throws Error saying what of the answer the document does not know */
  check(method: string, path: string, answer: AnswerToCheck): void {
    const operation = this.operationOf(method, path.split('?', 1)[0] ?? '');
    const said = `${method} ${path.slice(0, 100)} answered ${answer.status} ${answer.type}`;
    if (operation === undefined || OF_EVERY_ROUTE.has(answer.status)) {
      if (answer.type !== 'application/problem+json') return;
      this.validate(said, 'openapi#/components/schemas/Problem', answer.body);
      return;
    }
    const documented = operation.responses[answer.status];
    if (documented === undefined) throw new Error(`${said}, which is not documented: ${answer.text}`);
    if (documented.content === undefined) return;
    const schema = documented.content[answer.type]?.schema;
    if (schema === undefined) throw new Error(`${said}, a media type that is not documented`);
    this.validate(said, schema, answer.body ?? answer.text);
  }

  private operationOf(method: string, path: string): Json {
    // OpenAPI: a path without a parameter comes before one that has some.
    const paths = Object.keys(this.document.paths);
    const template = [path, ...paths].find((candidate) => {
      if (!paths.includes(candidate)) return false;
      const pattern = candidate.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+');
      return new RegExp(`^${pattern}$`).test(path);
    });
    return template === undefined ? undefined : this.document.paths[template][method.toLowerCase()];
  }

  private validate(said: string, schema: Json, body: unknown): void {
    const key = JSON.stringify(schema);
    const validator =
      this.validators.get(key) ??
      this.ajv.compile(typeof schema === 'string' ? { $ref: schema } : strict(schema));
    this.validators.set(key, validator);
    if (!validator(body)) {
      throw new Error(`${said}, which departs from the document: ${this.ajv.errorsText(validator.errors)}`);
    }
  }
}

/** OpenAPI 3.0 in the words of JSON Schema, with properties that are not listed forbidden. */
function strict(value: Json): Json {
  if (Array.isArray(value)) return value.map(strict);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, member]) => [
      key,
      key === '$ref' ? `openapi${String(member)}` : key === 'example' ? member : strict(member),
    ]),
  );
  if (schema.properties !== undefined && schema.type === 'object') schema.additionalProperties ??= false;
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema;
}
