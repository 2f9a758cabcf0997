import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { answerPage, documentPage } from './document.js';
import { html } from './html.js';

it('a page allows exactly the style it brings, in itself and in its header', () => {
  const page = documentPage('fr', 'Un <titre>', html`<p>x</p>`);
  const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const headers: Record<string, string> = {};
  const reply = {
    type: () => reply,
    header: (name: string, value: string) => {
      headers[name] = value;
      return reply;
    },
  };
  expect(answerPage(reply as never, page)).toBe(page);
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`,
  );
  const inside = /http-equiv="content-security-policy"\s+content="([^"]+)"/.exec(page)?.[1] ?? '';
  expect(inside.replaceAll('&#39;', "'")).toContain(`'sha256-${hash}'`);
  expect(page).toContain('<title>Un &lt;titre&gt;</title>');
  expect(page.startsWith('<!doctype html>')).toBe(true);
  expect(page).not.toMatch(/<script|https?:\/\//);
});
