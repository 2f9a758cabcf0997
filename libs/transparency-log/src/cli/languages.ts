import type { Language } from './arguments.js';
import type { Texts } from './texts.js';
import { ENGLISH } from './texts-en.js';
import { FRENCH } from './texts-fr.js';

export const textsOf = (language: Language): Texts => (language === 'fr' ? FRENCH : ENGLISH);
