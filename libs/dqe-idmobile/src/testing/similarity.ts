import leven from 'leven';

/** A similarity of 0 to 1, or `""` where it is not available (protocol.md §5: never 0). */
export type Score = number | '';

// Letters that no Unicode decomposition takes apart.
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  ı: 'I',
};

/** Normalising is most of the work of an answer, and the subscribers' side is always the same. */
const normalised = new Map<string, string>();
const MOST_NORMALISED = 5_000;

/**
 * Upper case without accents, punctuation or double spaces: `D’Hérouville` and `D HEROUVILLE` are equal.
 * Upper case rather than lower, because it also takes `ß` to `SS`.
 */
export function normalise(text: string): string {
  const known = normalised.get(text);
  if (known !== undefined) return known;
  const result = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[ÆŒØŁĐÐÞı]/g, (letter) => UNDECOMPOSED[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  // Nobody's name is longer, and a caller's nonsense shall not fill the memory.
  if (text.length > 100) return result;
  if (normalised.size >= MOST_NORMALISED) normalised.clear();
  normalised.set(text, result);
  return result;
}

/** Two decimals, as the documented example shows them; 1 is kept for what is equal. */
export function rounded(similarity: number): number {
  return similarity >= 1 ? 1 : Math.min(0.99, Math.round(similarity * 100) / 100);
}

/** Normalised Levenshtein similarity: 1 − distance ÷ length of the longer one. */
function levenshtein(a: string, b: string): number {
  return a === b ? 1 : 1 - leven(a, b) / Math.max(a.length, b.length);
}

/** How alike two names, towns or codes are, accents, case and punctuation aside. */
export function textSimilarity(claimed: string, known: string): Score {
  if (claimed === '' || known === '') return '';
  const [a, b] = [normalise(claimed), normalise(known)];
  // Nothing but punctuation is left of one: only the raw texts can tell.
  if (a === '' || b === '') return rounded(levenshtein(claimed, known));
  return rounded(levenshtein(a, b));
}

/** How alike two e-mail addresses are; only their case is set aside, since `é` and `+` count in an address. */
export function emailSimilarity(claimed: string, known: string): Score {
  if (claimed === '' || known === '') return '';
  return rounded(levenshtein(claimed.trim().toLowerCase(), known.trim().toLowerCase()));
}

/** `M` or `F`: equal or not. */
export function genderSimilarity(claimed: string, known: string): Score {
  if (claimed === '' || known === '') return '';
  return claimed === known ? 1 : 0;
}

/** The best of several scores; `""` only where none is available. */
export function bestOf(scores: readonly Score[]): Score {
  return scores.reduce<Score>(
    (best, score) => (score !== '' && (best === '' || score > best) ? score : best),
    '',
  );
}
