/** The languages of the operator's page. */
export type ConsentLanguage = 'fr' | 'en';

/** What the operator's page says, in one language. */
export interface ConsentTexts {
  readonly title: string;
  readonly sandbox: string;
  readonly lead: (partner: string, operator: string) => string;
  readonly line: string;
  readonly compared: string;
  readonly fields: readonly string[];
  readonly promise: string;
  readonly agree: string;
  readonly refuse: string;
  readonly languages: string;
  readonly answeredTitle: string;
  readonly answered: string;
  readonly proceed: string;
  readonly goneTitle: string;
  readonly gone: string;
  readonly invalidTitle: string;
  readonly invalid: string;
}

export const CONSENT_TEXTS: Readonly<Record<ConsentLanguage, ConsentTexts>> = {
  fr: {
    title: 'Votre accord',
    sandbox: 'Bac à sable : données fictives, aucun opérateur n’est contacté.',
    lead: (partner, operator) =>
      `${partner} souhaite vérifier vos informations auprès de ${operator}. Acceptez-vous cette vérification ?`,
    line: 'Ligne concernée',
    compared: 'Informations comparées',
    fields: ['Nom et prénom', 'Civilité', 'Date de naissance', 'Adresse postale', 'Adresse e-mail'],
    promise: 'Vos informations ne sont pas transmises : seul leur degré de ressemblance l’est.',
    agree: 'J’accepte',
    refuse: 'Je refuse',
    languages: 'Langue',
    answeredTitle: 'Vous avez déjà répondu',
    answered: 'Votre réponse a été enregistrée.',
    proceed: 'Revenir au site',
    goneTitle: 'Demande introuvable',
    gone: 'Cette demande a expiré ou n’existe pas. Retournez sur le site d’où vous venez et recommencez.',
    invalidTitle: 'Réponse non valable',
    invalid: 'Choisissez « J’accepte » ou « Je refuse ».',
  },
  en: {
    title: 'Your consent',
    sandbox: 'Sandbox: synthetic data, no operator is contacted.',
    lead: (partner, operator) =>
      `${partner} would like to check your details with ${operator}. Do you agree to this check?`,
    line: 'Line concerned',
    compared: 'Details compared',
    fields: ['Family name and first name', 'Gender', 'Date of birth', 'Postal address', 'E-mail address'],
    promise: 'Your details are not passed on: only how similar they are.',
    agree: 'I agree',
    refuse: 'I refuse',
    languages: 'Language',
    answeredTitle: 'You have already answered',
    answered: 'Your answer has been recorded.',
    proceed: 'Back to the site',
    goneTitle: 'Request not found',
    gone: 'This request has expired or does not exist. Go back to the site you came from and start again.',
    invalidTitle: 'Not a valid answer',
    invalid: 'Choose “I agree” or “I refuse”.',
  },
};

/** The language asked for by `lang`, else the one the browser prefers (Accept-Language), else French. */
export function chooseLanguage(
  asked: string | undefined,
  acceptLanguage: string | undefined,
): ConsentLanguage {
  if (asked === 'fr' || asked === 'en') return asked;
  let best: { language: ConsentLanguage; quality: number } = { language: 'fr', quality: 0 };
  for (const item of (acceptLanguage ?? '').split(',')) {
    const [, language, quality = '1'] =
      /^\s*(fr|en)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/i.exec(item) ?? [];
    if (language !== undefined && Number(quality) > best.quality) {
      best = { language: language.toLowerCase() as ConsentLanguage, quality: Number(quality) };
    }
  }
  return best.language;
}
