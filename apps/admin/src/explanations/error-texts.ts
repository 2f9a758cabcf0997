import type { ErrorCategory } from 'nestjs-dqe-idmobile';
import type { Language, Text } from '../documents/language.js';

const OUR_REQUEST: Text = {
  en: 'The request of this service was not as DQE wants it.',
  fr: 'La demande de ce service n’était pas telle que DQE l’attend.',
};
const NUMBER: Text = {
  en: 'The number was missing or is not a valid mobile number.',
  fr: 'Le numéro manquait ou n’est pas un numéro de mobile valide.',
};
const OUR_CONTRACT: Text = {
  en: 'This service was not allowed to ask: its contract with DQE has to be put right.',
  fr: 'Ce service n’était pas autorisé à demander : son contrat avec DQE doit être régularisé.',
};
const TOKEN: Text = {
  en: 'The session with DQE was over before the answer came.',
  fr: 'La session avec DQE avait expiré avant la réponse.',
};

/** Every documented `error_id` of DQE, in words for who does not know DQE. */
export const ERROR_TEXTS: Readonly<Record<string, Text>> = {
  '01': OUR_REQUEST,
  '02': OUR_CONTRACT,
  '03': OUR_CONTRACT,
  '04': OUR_CONTRACT,
  '05': OUR_REQUEST,
  '06': OUR_REQUEST,
  '07': NUMBER,
  '09': {
    en: 'Numbers of this kind cannot be verified, such as those of companies.',
    fr: 'Les numéros de ce type ne peuvent pas être vérifiés, par exemple ceux d’entreprises.',
  },
  '10': NUMBER,
  '11': NUMBER,
  '12': { en: 'The number could not be checked.', fr: 'Le numéro n’a pas pu être contrôlé.' },
  '13': { en: 'No operator was found for the number.', fr: 'Aucun opérateur n’a été trouvé pour ce numéro.' },
  '14': OUR_CONTRACT,
  '15': {
    en: 'The operator of the number does not take part yet.',
    fr: 'L’opérateur de ce numéro ne participe pas encore.',
  },
  '16': { en: 'The operator could not be reached.', fr: 'L’opérateur était injoignable.' },
  '17': {
    en: 'The operator does not offer this comparison yet.',
    fr: 'L’opérateur ne propose pas encore cette comparaison.',
  },
  '18': {
    en: 'The operator could not provide the data.',
    fr: 'L’opérateur n’a pas pu fournir les données.',
  },
  '20': {
    en: 'On the operator’s page, the code was wrong or another number was used.',
    fr: 'Sur la page de l’opérateur, le code était erroné ou un autre numéro a été utilisé.',
  },
  '21': {
    en: 'Consent was refused on the operator’s page.',
    fr: 'Le consentement a été refusé sur la page de l’opérateur.',
  },
  '22': OUR_CONTRACT,
  '30': TOKEN,
  '31': OUR_CONTRACT,
  '98': {
    en: 'This service had no credits left with DQE.',
    fr: 'Ce service n’avait plus de crédits auprès de DQE.',
  },
  '99': { en: 'DQE had an internal error.', fr: 'DQE a rencontré une erreur interne.' },
};

/** Of everything else, by who has to act. */
const CATEGORY_TEXTS: Readonly<Record<ErrorCategory, Text>> = {
  caller: {
    en: 'The request was not complete: whoever sent it has to correct it.',
    fr: 'La demande n’était pas complète : son auteur doit la corriger.',
  },
  configuration: OUR_CONTRACT,
  not_eligible: { en: 'This number cannot be verified.', fr: 'Ce numéro ne peut pas être vérifié.' },
  not_covered: { en: 'This operator cannot be asked.', fr: 'Cet opérateur ne peut pas être interrogé.' },
  declined: { en: 'Consent was not given.', fr: 'Le consentement n’a pas été donné.' },
  temporary: {
    en: 'There was no usable answer at that time, for a technical reason.',
    fr: 'Il n’y a pas eu de réponse exploitable à ce moment-là, pour une raison technique.',
  },
  protocol: {
    en: 'The answer was not one that can be understood.',
    fr: 'La réponse n’était pas compréhensible.',
  },
};

export const errorText = (id: string, category: ErrorCategory, language: Language): string =>
  (Object.hasOwn(ERROR_TEXTS, id) ? (ERROR_TEXTS[id] ?? CATEGORY_TEXTS[category]) : CATEGORY_TEXTS[category])[
    language
  ];
