import { createHash } from 'node:crypto';
import { ApiExtraModels, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { applyDecorators, type Type } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { all } from '../http/query.js';
import { Html, html } from './html.js';
import { type Language, LANGUAGES } from './language.js';

export const FORMATS = ['json', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** Of a document that is also meant for paper. */
export const PAPER_FORMATS = [...FORMATS, 'pdf'] as const;
export type PaperFormat = (typeof PAPER_FORMATS)[number];

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem;border-bottom:1px solid}h3{font-size:1.05rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884;overflow-wrap:anywhere}
th{width:16rem;font-weight:600}section{break-inside:avoid}`;

/** Whole, so that no blank comes between: the hash is of every character. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

const POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  ...[`base-uri 'none'`, `form-action 'none'`],
].join('; ');

/** A document for people: self-contained, without a script, and strict wherever it is kept. */
export const documentPage = (language: Language, title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="content-security-policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.text;

/** Names and values. What is null is left out. */
export const facts = (
  rows: readonly (readonly [name: string, value: Html | string | number | null])[],
): Html =>
  html`<table>
    <tbody>
      ${rows.flatMap(([name, value]) =>
        value === null
          ? []
          : html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
      )}
    </tbody>
  </table>`;

/** A list, or what to say where there is nothing in it. */
export const listOf = (items: readonly (Html | string)[], nothing: string): Html =>
  items.length === 0
    ? html`<p>${nothing}</p>`
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;

/** Answers with a page. Never kept by a browser or on the way: it may hold personal data. */
export function answerPage(reply: FastifyReply, page: string): string {
  void reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', `${POLICY}; frame-ancestors 'none'; sandbox`);
  return page;
}

/** Of a query or a body. */
export const LanguageChoice = () =>
  all(
    ApiPropertyOptional({ enum: LANGUAGES, default: 'en' }),
    IsOptional(),
    IsIn(LANGUAGES, { context: { remedy: 'Send en or fr.' } }),
  );

export const FormatChoice = (formats: readonly string[] = FORMATS) =>
  all(
    ApiPropertyOptional({ enum: [...formats], default: 'json' }),
    IsOptional(),
    IsIn(formats, {
      context: { remedy: `Send ${formats.slice(0, -1).join(', ')} or ${formats.at(-1) ?? ''}.` },
    }),
  );

/** How a document is wanted. */
export class DocumentQuery {
  @LanguageChoice()
  language?: Language;

  @FormatChoice()
  format?: Format;
}

/** The same, where it may be on paper, too. */
export class PaperQuery {
  @LanguageChoice()
  language?: Language;

  @FormatChoice(PAPER_FORMATS)
  format?: PaperFormat;
}

/** Documents an answer that is JSON or a page, or a PDF where it may be on paper. */
export const ApiDocument = (
  type: Type,
  status = 200,
  { paper = false } = {},
): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(type),
    ApiResponse({
      status,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(type) } },
        'text/html': { schema: { type: 'string' } },
        ...(paper && { 'application/pdf': { schema: { type: 'string', format: 'binary' } } }),
      },
    }),
  );
