export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the browser's languages that we speak. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.slice(0, 2).toLowerCase();
    const spoken = LANGUAGES.find((each) => each === language);
    if (spoken !== undefined) return spoken;
  }
  return 'en';
}
