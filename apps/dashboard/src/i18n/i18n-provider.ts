import polyglotI18nProvider from 'ra-i18n-polyglot';
import { type Language, LANGUAGES, languageOf } from './languages.ts';
import { messagesOf } from './messages.ts';

/** Where the pages outside the dashboard look which language to speak. */
const SHARED = 'idmobile.language';
/** As react-admin's store has it. */
const CHOSEN = 'RaStoreidmobile.locale';

function initialLanguage(): Language {
  const chosen = localStorage.getItem(CHOSEN)?.replaceAll('"', '') ?? sessionStorage.getItem(SHARED);
  return LANGUAGES.find((each) => each === chosen) ?? languageOf(navigator.languages);
}

const initial = initialLanguage();
document.documentElement.lang = initial;

const polyglot = polyglotI18nProvider((locale) => messagesOf(locale as Language), initial, [
  { locale: 'en', name: 'English' },
  { locale: 'fr', name: 'Français' },
]);

export const i18nProvider: typeof polyglot = {
  ...polyglot,
  changeLocale: async (locale, ...rest) => {
    await polyglot.changeLocale(locale, ...rest);
    document.documentElement.lang = locale;
    sessionStorage.setItem(SHARED, locale);
  },
};
