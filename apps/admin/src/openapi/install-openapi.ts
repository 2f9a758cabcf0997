import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../package-root.js';
import { API_KEY_SCHEME } from './requires-api-key.decorator.js';

/**
 * Serves the OpenAPI document at `/docs-json`, made when it is first asked for; the page that shows it is one of the
 * static files.
 */
export function installOpenApi(app: NestFastifyApplication): void {
  const head = new DocumentBuilder()
    .setTitle('DQE ID Mobile admin')
    .setDescription(
      'Verifies what a customer says of themselves against the data of their mobile operator, and keeps every match as evidence. ' +
        'Errors are `application/problem+json` with a stable `code`.',
    )
    .setVersion(VERSION)
    .addSecurity(API_KEY_SCHEME, {
      ...{ type: 'http', scheme: 'bearer' },
      description: 'The API key shown at the first start, or one made with POST /api/v1/keys.',
    })
    .build();
  SwaggerModule.setup('docs', app, () => withPathParameters(SwaggerModule.createDocument(app, head)), {
    ui: false,
    raw: ['json'],
  });
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Nest tells of a handler's parameters; of a handler with several paths, each has its own. */
function withPathParameters(document: OpenAPIObject): OpenAPIObject {
  for (const [path, operations] of Object.entries(document.paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    for (const operation of Object.values(operations) as Operation[]) {
      const given = operation.parameters ?? [];
      const missing = names.filter(
        (name) => !given.some((one) => 'in' in one && one.in === 'path' && one.name === name),
      );
      operation.parameters = [
        ...given,
        ...missing.map((name) => ({ name, in: 'path' as const, required: true, schema: { type: 'string' } })),
      ];
    }
  }
  return document;
}
