/** What a browser that came back from the operator can be told. Nothing here is personal. */
export type CallbackPage = 'done' | 'in_progress' | 'expired' | 'other_browser' | 'unknown' | 'unavailable';

type Language = 'en' | 'fr';

const TEXTS: Readonly<
  Record<CallbackPage, Readonly<Record<Language, readonly [title: string, text: string]>>>
> = {
  done: {
    en: ['It is done', 'The operator’s answer has been recorded. You can close this page.'],
    fr: ['C’est terminé', 'La réponse de l’opérateur est enregistrée. Vous pouvez fermer cette page.'],
  },
  in_progress: {
    en: [
      'Almost done',
      'The operator has not answered yet. Its answer will be recorded; you can close this page.',
    ],
    fr: [
      'Presque terminé',
      'L’opérateur n’a pas encore répondu. Sa réponse sera enregistrée ; vous pouvez fermer cette page.',
    ],
  },
  expired: {
    en: [
      'Too late',
      'The time for this verification is over. Nothing was passed on. Start again where you came from.',
    ],
    fr: [
      'Trop tard',
      'Le délai de cette vérification est écoulé. Rien n’a été transmis. Recommencez là d’où vous venez.',
    ],
  },
  other_browser: {
    en: [
      'Another browser',
      'This verification was begun in another browser and can be finished there. Nothing was changed. Go back to that browser, or open the link you were given in this one.',
    ],
    fr: [
      'Un autre navigateur',
      'Cette vérification a été commencée dans un autre navigateur, où elle peut être terminée. Rien n’a été modifié. Revenez à ce navigateur, ou ouvrez dans celui-ci le lien que vous avez reçu.',
    ],
  },
  unavailable: {
    en: ['One moment', 'This cannot be recorded right now. Nothing is lost: reload this page in a moment.'],
    fr: [
      'Un instant',
      'L’enregistrement est impossible pour le moment. Rien n’est perdu : rechargez cette page dans un instant.',
    ],
  },
  unknown: {
    en: [
      'Unknown link',
      'This link belongs to no verification of ours. Nothing was changed. Start again where you came from.',
    ],
    fr: [
      'Lien inconnu',
      'Ce lien ne correspond à aucune de nos vérifications. Rien n’a été modifié. Recommencez là d’où vous venez.',
    ],
  },
};

/** The page, in the language the browser prefers; made of our words only, so there is nothing to escape. */
export function callbackPage(page: CallbackPage, acceptLanguage: string | undefined): string {
  const language = preferred(acceptLanguage);
  const [title, text] = TEXTS[page][language];
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>${title}</title>
    <link rel="icon" href="/favicon.svg" />
    <link rel="stylesheet" href="/pages.css" />
  </head>
  <body>
    <main>
      <section>
        <h1>${title}</h1>
        <p>${text}</p>
      </section>
    </main>
  </body>
</html>
`;
}

/** French where it is named before English, English otherwise. */
function preferred(acceptLanguage = ''): Language {
  const first = /\b(en|fr)\b/i.exec(acceptLanguage)?.[1]?.toLowerCase();
  return first === 'fr' ? 'fr' : 'en';
}
