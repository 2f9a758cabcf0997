import english from 'ra-language-english';
import french from 'ra-language-french';
import type { TranslationMessages } from 'ra-core';
import type { Language } from './languages.ts';

/** What a file of texts exports: its texts, found below its name. `resources` is where react-admin looks for labels. */
interface Texts {
  readonly [key: string]: string | Texts;
}

/** One file a feature and language, found by itself: nobody has to be added to a list. */
const FILES = {
  en: import.meta.glob<Texts>('./en/*.ts', { eager: true, import: 'default' }),
  fr: import.meta.glob<Texts>('./fr/*.ts', { eager: true, import: 'default' }),
};
const OF_REACT_ADMIN = { en: english, fr: french };

export function messagesOf(language: Language): TranslationMessages {
  const messages: Record<string, Texts> = {};
  const resources: Record<string, Texts[string]> = {};
  for (const [path, texts] of Object.entries(FILES[language])) {
    const name = path.replace(/^.*\/|\.ts$/g, '');
    messages[name] = texts;
    if (typeof texts['resources'] === 'object') Object.assign(resources, texts['resources']);
  }
  return { ...OF_REACT_ADMIN[language], ...messages, resources };
}
