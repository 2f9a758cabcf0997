import { DQE_ERROR_IDS } from 'nestjs-dqe-idmobile';
import type { Text } from '../documents/language.js';

/**
 * Who has to act on an error (protocol.md §5).
 *
 * - `caller`: the application that sent the request
 * - `configuration`: whoever runs this service, with DQE
 * - `developer`: whoever maintains this service
 * - `nobody`: it is final, or passes by itself
 */
export const ACTORS_OF_ERRORS = ['caller', 'configuration', 'developer', 'nobody'] as const;
export type ErrorActor = (typeof ACTORS_OF_ERRORS)[number];

export interface ErrorRemedy {
  readonly who: ErrorActor;
  readonly meaning: Text;
  /** What to do about it. */
  readonly remedy: Text;
}

const remedy = (
  who: ErrorActor,
  meaning: readonly [en: string, fr: string],
  todo: readonly [en: string, fr: string],
) => ({
  ...{ who, meaning: { en: meaning[0], fr: meaning[1] }, remedy: { en: todo[0], fr: todo[1] } },
});

const REPORT_IT = [
  'Report it to whoever maintains this service: the request it sends is not what DQE expects.',
  'À signaler au mainteneur du service : la requête envoyée n’est pas celle que DQE attend.',
] as const;
const FINAL = ['Nothing: it is final for this number.', 'Rien : c’est définitif pour ce numéro.'] as const;
const LATER = [
  'Nothing: it passes. The same match may be asked for again later.',
  'Rien : c’est passager. La même vérification peut être redemandée plus tard.',
] as const;
const LICENCE = [
  'Compare DQE_LICENCE, DQE_CLIENT_SECRET and DQE_PARTNER_NAME with the contract; ask DQE.',
  'Comparer DQE_LICENCE, DQE_CLIENT_SECRET et DQE_PARTNER_NAME au contrat ; demander à DQE.',
] as const;

const REMEDIES: Readonly<Record<string, ErrorRemedy>> = {
  '01': remedy('developer', ['The request is not valid', 'La requête n’est pas valide'], REPORT_IT),
  '02': remedy(
    'configuration',
    ['The licence key is not valid', 'La clé de licence n’est pas valide'],
    LICENCE,
  ),
  '03': remedy(
    'configuration',
    ['The client secret is not valid', 'Le secret client n’est pas valide'],
    LICENCE,
  ),
  '04': remedy(
    'configuration',
    ['The licence does not cover this scope', 'La licence ne couvre pas ce service'],
    ['Have DQE add matching_notp to the licence.', 'Faire ajouter matching_notp à la licence par DQE.'],
  ),
  '05': remedy('developer', ['The identity is missing', 'L’identité manque'], REPORT_IT),
  '06': remedy(
    'developer',
    ['The identity is not valid JSON', 'L’identité n’est pas un JSON valide'],
    REPORT_IT,
  ),
  '07': remedy(
    'caller',
    ['This operator needs a contact phone', 'Cet opérateur exige un téléphone de contact'],
    ['Send identity.phone.', 'Envoyer identity.phone.'],
  ),
  '09': remedy('nobody', ['The number is not eligible', 'Le numéro n’est pas éligible'], FINAL),
  '10': remedy(
    'caller',
    ['The number does not exist', 'Le numéro n’existe pas'],
    [
      'Check the number with the customer before asking.',
      'Vérifier le numéro avec le client avant de demander.',
    ],
  ),
  '11': remedy(
    'caller',
    ['The number is empty', 'Le numéro est vide'],
    ['Send a number.', 'Envoyer un numéro.'],
  ),
  '12': remedy('nobody', ['The operator’s check failed', 'Le contrôle de l’opérateur a échoué'], LATER),
  '13': remedy('nobody', ['The operator is not covered', 'L’opérateur n’est pas couvert'], FINAL),
  '14': remedy(
    'configuration',
    ['The licence does not cover this operator', 'La licence ne couvre pas cet opérateur'],
    ['Have DQE add the operator to the licence.', 'Faire ajouter l’opérateur à la licence par DQE.'],
  ),
  '15': remedy(
    'nobody',
    ['The operator is not supported yet', 'L’opérateur n’est pas encore pris en charge'],
    FINAL,
  ),
  '16': remedy('nobody', ['The operator cannot be reached', 'L’opérateur est injoignable'], LATER),
  '17': remedy(
    'nobody',
    ['The operator does not support matching yet', 'L’opérateur ne permet pas encore la vérification'],
    FINAL,
  ),
  '18': remedy(
    'nobody',
    ['The operator’s result could not be fetched', 'Le résultat de l’opérateur n’a pas pu être récupéré'],
    LATER,
  ),
  '20': remedy(
    'nobody',
    ['The customer did not complete consent', 'Le client n’a pas achevé le consentement'],
    ['Nothing: offer another way to identify.', 'Rien : proposer un autre moyen d’identification.'],
  ),
  '21': remedy(
    'nobody',
    ['The customer refused consent', 'Le client a refusé son consentement'],
    ['Nothing: offer another way to identify.', 'Rien : proposer un autre moyen d’identification.'],
  ),
  '22': remedy('configuration', ['The client is not authorised', 'Le client n’est pas autorisé'], LICENCE),
  '30': remedy(
    'nobody',
    ['The session had run out', 'La session avait expiré'],
    [
      'Nothing: a new match gets a new session.',
      'Rien : une nouvelle vérification ouvre une nouvelle session.',
    ],
  ),
  '31': remedy(
    'developer',
    ['The grant type is not supported', 'Le type d’accès n’est pas pris en charge'],
    REPORT_IT,
  ),
  '98': remedy(
    'configuration',
    ['The credits at DQE are exhausted', 'Les crédits chez DQE sont épuisés'],
    [
      'Buy credits from DQE: no match works until then.',
      'Acheter des crédits à DQE : rien ne fonctionne d’ici là.',
    ],
  ),
  '99': remedy('nobody', ['An internal error of DQE', 'Une erreur interne de DQE'], LATER),
  DQE_TIMEOUT: remedy(
    'configuration',
    ['DQE did not answer in time', 'DQE n’a pas répondu à temps'],
    [
      'Where it goes on: ask DQE, or raise DQE_TIMEOUT_MS. Such a match may have been billed.',
      'Si cela dure : demander à DQE, ou augmenter DQE_TIMEOUT_MS. La vérification a pu être facturée.',
    ],
  ),
  DQE_UNREACHABLE: remedy(
    'configuration',
    ['DQE could not be reached', 'DQE était injoignable'],
    ['Check network, DNS, firewall and DQE_BASE_URL.', 'Vérifier réseau, DNS, pare-feu et DQE_BASE_URL.'],
  ),
  DQE_CONNECTION_LOST: remedy(
    'configuration',
    ['The connection broke before an answer', 'La connexion a été coupée avant la réponse'],
    [
      'Check the network on the way to DQE. Such a match may have been billed.',
      'Vérifier le réseau vers DQE. La vérification a pu être facturée.',
    ],
  ),
  DQE_HTTP_STATUS: remedy(
    'nobody',
    ['DQE answered with an HTTP error', 'DQE a répondu par une erreur HTTP'],
    LATER,
  ),
  DQE_CIRCUIT_OPEN: remedy('nobody', ['Not asked: DQE was down', 'Non demandé : DQE était en panne'], LATER),
  DQE_BUSY: remedy(
    'configuration',
    ['Not asked: too many at once', 'Non demandé : trop de demandes à la fois'],
    [
      'Where it goes on: raise DQE_CONCURRENCY or DQE_QUEUE.',
      'Si cela dure : augmenter DQE_CONCURRENCY ou DQE_QUEUE.',
    ],
  ),
  DQE_TOKEN_REFUSED: remedy('configuration', ['DQE gave no token', 'DQE n’a pas donné de jeton'], LICENCE),
  DQE_MALFORMED_ANSWER: remedy(
    'developer',
    ['The answer is not as documented', 'La réponse n’est pas conforme à la documentation'],
    [
      'Report it to whoever maintains this service, and to DQE.',
      'À signaler au mainteneur du service, et à DQE.',
    ],
  ),
  DQE_CONSENT_NOT_OFFERED: remedy(
    'caller',
    ['The operator wanted consent, and none was offered', 'L’opérateur exigeait un consentement non proposé'],
    ['Send consent where a browser is at hand.', 'Envoyer consent lorsqu’un navigateur est disponible.'],
  ),
  DQE_PROCESS_LOST: remedy(
    'nobody',
    [
      'The service died before the outcome was stored',
      'Le service s’est arrêté avant d’enregistrer le résultat',
    ],
    [
      'Nothing for this match; look for why the service died. It may have been billed.',
      'Rien pour cette vérification ; chercher la cause de l’arrêt. Elle a pu être facturée.',
    ],
  ),
  DQE_NOT_SENT: remedy('nobody', ['It was recorded, and not sent', 'Enregistrée, mais non envoyée'], LATER),
  DQE_STORE_FAILED: remedy(
    'configuration',
    ['The database failed', 'La base de données a échoué'],
    ['Look at the database.', 'Examiner la base de données.'],
  ),
};

const UNKNOWN = remedy(
  'developer',
  ['DQE’s documents do not tell of it', 'La documentation de DQE n’en parle pas'],
  [
    'Ask DQE what it means, and tell whoever maintains this service.',
    'Demander à DQE ce qu’il signifie, et prévenir le mainteneur.',
  ],
);

/** What an error means and what to do about it; one for those nobody knows. */
export const remedyOf = (errorId: string): ErrorRemedy =>
  Object.hasOwn(REMEDIES, errorId) ? (REMEDIES[errorId] ?? UNKNOWN) : UNKNOWN;

/** Ids of DQE's own that have no text yet: none, by a test. */
export const untold = (): readonly string[] =>
  Object.keys(DQE_ERROR_IDS).filter((id) => remedyOf(id) === UNKNOWN);
