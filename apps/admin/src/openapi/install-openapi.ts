import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
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
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'The API key shown at the first start.' },
      API_KEY_SCHEME,
    )
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, head), {
    ui: false,
    raw: ['json'],
  });
}
