import { createHash } from 'node:crypto';
import { CONSENT_STYLE } from './consent-style.js';
import { CONSENT_TEXTS, type ConsentLanguage } from './consent-texts.js';
import { HTML_TYPE, type Reply } from './reply.js';

const styleHash = createHash('sha256').update(CONSENT_STYLE).digest('base64');

const HEADERS = {
  // No script and nothing from elsewhere. form-action has to allow any site, since browsers apply it to the
  // redirect that follows the form as well, and to the ones the partner adds to it.
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  vary: 'accept-language',
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

function page(status: number, language: ConsentLanguage, title: string, content: string): Reply {
  const texts = CONSENT_TEXTS[language];
  const link = (code: ConsentLanguage, name: string) =>
    `<a href="?lang=${code}" lang="${code}" hreflang="${code}"${code === language ? ' aria-current="true"' : ''}>${name}</a>`;
  const body = `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${CONSENT_STYLE}</style>
</head>
<body>
<header><nav aria-label="${escape(texts.languages)}">${link('fr', 'Français')}${link('en', 'English')}</nav></header>
<main>
${content}
</main>
<footer><p>${escape(texts.sandbox)}</p></footer>
</body>
</html>
`;
  return { status, type: HTML_TYPE, body, headers: HEADERS };
}

/** What the page asks. */
export interface ConsentQuestion {
  readonly operator: string;
  readonly partnerName: string;
  readonly maskedNumber: string;
}

/** The question: who asks, for which line, what is compared, and the two answers. */
export function questionPage(language: ConsentLanguage, question: ConsentQuestion): Reply {
  const texts = CONSENT_TEXTS[language];
  const fields = texts.fields.map((field) => `<li>${escape(field)}</li>`).join('');
  const content = `<p class="operator">${escape(question.operator)}</p>
<h1>${escape(texts.title)}</h1>
<p>${escape(texts.lead(question.partnerName, question.operator))}</p>
<dl><dt>${escape(texts.line)}</dt><dd>${escape(question.maskedNumber)}</dd></dl>
<h2>${escape(texts.compared)}</h2>
<ul>${fields}</ul>
<p>${escape(texts.promise)}</p>
<form method="post" action="?lang=${language}">
<button class="agree" name="decision" value="agree">${escape(texts.agree)}</button>
<button name="decision" value="refuse">${escape(texts.refuse)}</button>
</form>`;
  return page(200, language, `${question.operator} – ${texts.title}`, content);
}

/** Shown when the page is opened again after the answer. */
export function answeredPage(language: ConsentLanguage, backTo: string): Reply {
  const texts = CONSENT_TEXTS[language];
  const content = `<h1>${escape(texts.answeredTitle)}</h1>
<p>${escape(texts.answered)}</p>
<p><a class="proceed" href="${escape(backTo)}">${escape(texts.proceed)}</a></p>`;
  return page(200, language, texts.answeredTitle, content);
}

/** A session that never was, or is over. */
export function gonePage(language: ConsentLanguage): Reply {
  const texts = CONSENT_TEXTS[language];
  return page(
    404,
    language,
    texts.goneTitle,
    `<h1>${escape(texts.goneTitle)}</h1>\n<p>${escape(texts.gone)}</p>`,
  );
}

/** A form without one of the two answers. */
export function invalidPage(language: ConsentLanguage): Reply {
  const texts = CONSENT_TEXTS[language];
  return page(
    400,
    language,
    texts.invalidTitle,
    `<h1>${escape(texts.invalidTitle)}</h1>\n<p>${escape(texts.invalid)}</p>`,
  );
}
