import type { SandboxIdentity } from './identity.js';
import { normalise, textSimilarity, type Score } from './similarity.js';

// What the French write short on an envelope.
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ALL: 'ALLEE',
  AV: 'AVENUE',
  AVE: 'AVENUE',
  BD: 'BOULEVARD',
  BLD: 'BOULEVARD',
  BVD: 'BOULEVARD',
  CHE: 'CHEMIN',
  CHEM: 'CHEMIN',
  FBG: 'FAUBOURG',
  IMP: 'IMPASSE',
  PL: 'PLACE',
  R: 'RUE',
  ST: 'SAINT',
  STE: 'SAINTE',
};

function spelledOut(street: string): string {
  const words = normalise(street).split(' ');
  return words.map((word) => ABBREVIATIONS[word] ?? word).join(' ');
}

/** Street and, where both sides give one, its number. */
export function streetSimilarity(claimed: SandboxIdentity, known: SandboxIdentity): Score {
  if (claimed.street_address === '' || known.street_address === '') return '';
  const numbered = claimed.number !== '' && known.number !== '';
  const line = (one: SandboxIdentity) => {
    const street = spelledOut(one.street_address);
    return numbered ? `${one.number} ${street}` : street;
  };
  return textSimilarity(line(claimed), line(known));
}

const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'ar', 'he'] as const;
let countryNames: ReadonlyMap<string, string> | undefined;

/** Country names in several languages, each leading to the English one. Built on first use. */
function namesOfCountries(): ReadonlyMap<string, string> {
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const names = new Map<string, string>();
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const [name, key] = [display.of(code), english.of(code)];
      // The first language to use a name keeps it.
      if (name !== undefined && key !== undefined && !names.has(normalise(name)))
        names.set(normalise(name), key);
    }
  }
  return names;
}

/** `Germany` and `Allemagne` are the same country; `Austria` is another one, however it is spelt. */
export function countrySimilarity(claimed: string, known: string): Score {
  if (claimed === '' || known === '') return '';
  if (normalise(claimed) === normalise(known)) return 1;
  countryNames ??= namesOfCountries();
  const [a, b] = [countryNames.get(normalise(claimed)), countryNames.get(normalise(known))];
  if (a === undefined || b === undefined) return textSimilarity(claimed, known);
  return a === b ? 1 : 0;
}
