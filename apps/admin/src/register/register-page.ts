import { documentPage, facts, listOf } from '../documents/document.js';
import { html } from '../documents/html.js';
import { type Text, timeText } from '../documents/language.js';
import { WORDS } from './register-texts.js';
import type { RegisterView } from './register.view.js';

/** The register as a page. */
export function registerPage(register: RegisterView): string {
  const { language, purposes, security } = register;
  const say = (text: Text) => text[language];
  const list = (title: Text, items: readonly string[]) =>
    html`<h2>${say(title)}</h2>
      ${listOf(items, say(WORDS.none))}`;
  return documentPage(
    language,
    say(WORDS.title),
    html`<p>${register.activity}</p>
      ${facts([[say(WORDS.generated), timeText(new Date(register.generatedAt), language)]])}
      ${list(WORDS.applications, register.applications)}
      <h2>${say(WORDS.purposes)}</h2>
      ${facts(
        purposes.map(({ application, purpose, matches, retention }) => [
          `${application}: ${purpose ?? say(WORDS.noPurpose)} (${matches} ${say(WORDS.matches)})`,
          retention,
        ]),
      )}
      ${list(WORDS.persons, register.persons)} ${list(WORDS.data, register.data)}
      ${list(WORDS.recipients, register.recipients)} ${list(WORDS.transfers, register.transfers)}
      ${list(WORDS.security, security.measures)}`,
  );
}
