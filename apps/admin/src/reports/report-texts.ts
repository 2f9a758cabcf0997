import type { MatchStatus, VerdictResult } from 'nestjs-dqe-idmobile';
import type { Text } from '../documents/language.js';
import type { ErrorActor } from './error-remedies.js';

export const TITLES = {
  volumes: { en: 'Volumes and outcomes', fr: 'Volumes et résultats' },
  latency: { en: 'Time until DQE answered', fr: 'Temps de réponse de DQE' },
  errors: { en: 'Errors', fr: 'Erreurs' },
  consent: { en: 'Consent', fr: 'Consentement' },
  operators: { en: 'Operators', fr: 'Opérateurs' },
  fields: { en: 'Fields: availability and drift', fr: 'Champs : disponibilité et dérive' },
  accesses: { en: 'Accesses to personal data', fr: 'Accès aux données personnelles' },
  lifecycle: { en: 'Retention and erasure', fr: 'Conservation et effacement' },
} as const satisfies Readonly<Record<string, Text>>;

export const STATUS_WORDS: Readonly<Record<MatchStatus, Text>> = {
  requested: { en: 'requested', fr: 'demandées' },
  consent_pending: { en: 'waiting for consent', fr: 'en attente de consentement' },
  retrieving: { en: 'being fetched', fr: 'en récupération' },
  scored: { en: 'scored', fr: 'notées' },
  rejected: { en: 'rejected', fr: 'rejetées' },
  expired: { en: 'expired', fr: 'expirées' },
  unknown: { en: 'unknown', fr: 'inconnues' },
};

export const VERDICT_WORDS: Readonly<Record<VerdictResult, Text>> = {
  match: { en: 'match', fr: 'concordance' },
  partial: { en: 'partial', fr: 'partielle' },
  mismatch: { en: 'mismatch', fr: 'discordance' },
  insufficient: { en: 'insufficient', fr: 'insuffisante' },
};

export const ACTOR_WORDS: Readonly<Record<ErrorActor, Text>> = {
  caller: { en: 'the application', fr: 'l’application' },
  configuration: { en: 'operations, with DQE', fr: 'l’exploitation, avec DQE' },
  developer: { en: 'the maintainer', fr: 'le mainteneur' },
  nobody: { en: 'nobody', fr: 'personne' },
};

/** Titles of columns. */
export const COLUMN_WORDS: Readonly<Record<string, Text>> = {
  start: { en: 'From', fr: 'Depuis' },
  application: { en: 'Application', fr: 'Application' },
  operator: { en: 'Operator', fr: 'Opérateur' },
  country: { en: 'Country', fr: 'Pays' },
  purpose: { en: 'Purpose', fr: 'Finalité' },
  matches: { en: 'Matches', fr: 'Vérifications' },
  successRate: { en: 'Success rate', fr: 'Taux de réussite' },
  contested: { en: 'Contested', fr: 'Contestées' },
  overridden: { en: 'Overridden', fr: 'Remplacées' },
  answered: { en: 'Answered', fr: 'Répondues' },
  p50: { en: 'p50', fr: 'p50' },
  p95: { en: 'p95', fr: 'p95' },
  p99: { en: 'p99', fr: 'p99' },
  errorId: { en: 'Error', fr: 'Erreur' },
  category: { en: 'Category', fr: 'Catégorie' },
  share: { en: 'Share', fr: 'Part' },
  meaning: { en: 'Meaning', fr: 'Signification' },
  who: { en: 'Who acts', fr: 'Qui agit' },
  remedy: { en: 'What to do', fr: 'Que faire' },
  offered: { en: 'Offered', fr: 'Proposé' },
  required: { en: 'Required', fr: 'Exigé' },
  opened: { en: 'Opened', fr: 'Ouvert' },
  returned: { en: 'Returned', fr: 'Revenu' },
  agreed: { en: 'Agreed', fr: 'Accepté' },
  refused: { en: 'Refused', fr: 'Refusé' },
  failed: { en: 'Failed', fr: 'Échoué' },
  expired: { en: 'Expired', fr: 'Expiré' },
  pending: { en: 'Pending', fr: 'En cours' },
  agreedRate: { en: 'Agreement rate', fr: 'Taux d’accord' },
  unavailableRate: { en: 'Unavailable', fr: 'Indisponible' },
  field: { en: 'Field', fr: 'Champ' },
  available: { en: 'Available', fr: 'Disponible' },
  unavailable: { en: 'Unavailable', fr: 'Indisponible' },
  mean: { en: 'Mean', fr: 'Moyenne' },
  previousMean: { en: 'Mean before', fr: 'Moyenne précédente' },
  drift: { en: 'Drift', fr: 'Dérive' },
  actorKind: { en: 'Kind', fr: 'Type' },
  actorId: { en: 'Who', fr: 'Qui' },
  name: { en: 'Name', fr: 'Nom' },
  action: { en: 'Act', fr: 'Acte' },
  allowed: { en: 'Allowed', fr: 'Autorisé' },
  lastAt: { en: 'Last', fr: 'Dernier' },
  purged: { en: 'Matches purged', fr: 'Vérifications purgées' },
  purges: { en: 'Purges', fr: 'Purges' },
  erased: { en: 'Persons erased', fr: 'Personnes effacées' },
  nothingHeld: { en: 'Nothing held', fr: 'Rien de détenu' },
  holdsPlaced: { en: 'Holds placed', fr: 'Gels posés' },
  holdsReleased: { en: 'Holds released', fr: 'Gels levés' },
};

export const WORDS = {
  period: { en: 'Period', fr: 'Période' },
  until: { en: 'until', fr: 'au' },
  interval: { en: 'Interval', fr: 'Intervalle' },
  none: { en: 'none', fr: 'aucun' },
  empty: { en: 'Nothing in this period.', fr: 'Rien dans cette période.' },
  total: { en: 'Whole period', fr: 'Période entière' },
  generated: { en: 'As of', fr: 'État au' },
  utc: { en: 'Times are UTC.', fr: 'Les heures sont en UTC.' },
} as const satisfies Readonly<Record<string, Text>>;
