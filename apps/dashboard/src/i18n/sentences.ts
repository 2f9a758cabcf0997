import { SENTENCES } from './french-sentences.ts';
import type { Language } from './languages.ts';

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
const FRENCH = SENTENCES.map(([english, french]) => {
  const pattern = english.split('*').map(escaped).join('(.+?)');
  return { pattern: new RegExp(`^${pattern}$`, 's'), french };
});

/** A sentence of the service about a field, in that language where it is known; else as it is. */
export function sentenceIn(language: Language, sentence: string): string {
  if (language === 'en') return sentence;
  for (const { pattern, french } of FRENCH) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    const filled = found.slice(1).values();
    return french.replaceAll('*', () => filled.next().value ?? '');
  }
  return sentence;
}
