/** Of what is shown to people. */
export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same in both. */
export type Text = Readonly<Record<Language, string>>;

/** A day and a time, UTC, as people read them. */
export const timeText = (at: Date, language: Language): string =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    ...{ dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' },
  }).format(at) + ' UTC';
