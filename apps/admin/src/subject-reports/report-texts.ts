import type { MatchStatus, ScoreField, VerdictReason, VerdictResult } from 'nestjs-dqe-idmobile';
import type { Text } from '../documents/language.js';
import type { MatchEventRecord } from '../matches/match-record.js';
import type { Resolution } from '../reviews/review-record.js';

export const STATUSES: Readonly<Record<MatchStatus, Text>> = {
  requested: { en: 'The question is on its way.', fr: 'La demande est en cours.' },
  consent_pending: { en: 'The operator waits for consent.', fr: 'L’opérateur attend le consentement.' },
  retrieving: { en: 'The result is being fetched.', fr: 'Le résultat est en cours de récupération.' },
  scored: { en: 'The operator compared the data.', fr: 'L’opérateur a comparé les données.' },
  rejected: { en: 'There was no comparison.', fr: 'Il n’y a pas eu de comparaison.' },
  expired: { en: 'Consent was not given in time.', fr: 'Le consentement n’a pas été donné à temps.' },
  unknown: { en: 'No answer is known.', fr: 'Aucune réponse n’est connue.' },
};

export const VERDICTS: Readonly<Record<VerdictResult, Text>> = {
  match: {
    en: 'The claims agree with what the operator knows.',
    fr: 'Les déclarations concordent avec ce que sait l’opérateur.',
  },
  partial: { en: 'The claims agree in part.', fr: 'Les déclarations concordent en partie.' },
  mismatch: {
    en: 'The claims contradict what the operator knows.',
    fr: 'Les déclarations contredisent ce que sait l’opérateur.',
  },
  insufficient: {
    en: 'The operator knows too little to say.',
    fr: 'L’opérateur en sait trop peu pour se prononcer.',
  },
};

export const FIELDS: Readonly<Record<ScoreField, Text>> = {
  familyName: { en: 'Last name', fr: 'Nom' },
  givenName: { en: 'First name', fr: 'Prénom' },
  birthDate: { en: 'Birth date', fr: 'Date de naissance' },
  gender: { en: 'Gender', fr: 'Genre' },
  email: { en: 'E-mail address', fr: 'Adresse électronique' },
  'address.country': { en: 'Country', fr: 'Pays' },
  'address.postalCode': { en: 'Postal code', fr: 'Code postal' },
  'address.streetAddress': { en: 'Street', fr: 'Rue' },
  'address.locality': { en: 'Town', fr: 'Ville' },
};

export const FINDINGS: Readonly<Record<VerdictReason['finding'], Text>> = {
  agrees: { en: 'agrees', fr: 'concorde' },
  close: { en: 'is close', fr: 'est proche' },
  contradicts: { en: 'contradicts', fr: 'contredit' },
  unavailable: { en: 'was not available', fr: 'n’était pas disponible' },
};

/** Names of what was claimed, in the order people read them. */
export const CLAIMS: Readonly<Record<string, Text>> = {
  firstName: FIELDS.givenName,
  lastName: FIELDS.familyName,
  maidenName: { en: 'Maiden name', fr: 'Nom de naissance' },
  birthDate: FIELDS.birthDate,
  gender: FIELDS.gender,
  email: FIELDS.email,
  phone: { en: 'Contact phone', fr: 'Téléphone de contact' },
  streetNumber: { en: 'Street number', fr: 'Numéro de rue' },
  streetAddress: FIELDS['address.streetAddress'],
  postalCode: FIELDS['address.postalCode'],
  locality: FIELDS['address.locality'],
  country: FIELDS['address.country'],
};

/** Of every step that a timeline may hold. */
export const STEPS: Readonly<Record<MatchEventRecord['type'], Text>> = {
  requested: { en: 'The verification was asked for', fr: 'La vérification a été demandée' },
  token: { en: 'A session with DQE was opened', fr: 'Une session avec DQE a été ouverte' },
  sent: { en: 'The question was sent to DQE', fr: 'La question a été envoyée à DQE' },
  answered: { en: 'DQE answered', fr: 'DQE a répondu' },
  consent_opened: { en: 'Consent was asked for', fr: 'Le consentement a été demandé' },
  consent_link_opened: {
    en: 'The link to the operator was opened',
    fr: 'Le lien vers l’opérateur a été ouvert',
  },
  callback_received: { en: 'The browser came back', fr: 'Le navigateur est revenu' },
  retrieved: { en: 'The result was fetched', fr: 'Le résultat a été récupéré' },
  settled: { en: 'The outcome was recorded', fr: 'Le résultat a été enregistré' },
  resealed: { en: 'The data was encrypted anew', fr: 'Les données ont été chiffrées à nouveau' },
  superseded: { en: 'A later outcome was set aside', fr: 'Un résultat ultérieur a été écarté' },
  contested: { en: 'The verdict was contested', fr: 'Le verdict a été contesté' },
  overridden: {
    en: 'A person put another verdict in its place',
    fr: 'Une personne a remplacé le verdict par un autre',
  },
  review_closed: { en: 'The contestation was closed', fr: 'La contestation a été close' },
};

export const RESOLUTION_TEXTS: Readonly<Record<Resolution, Text>> = {
  upheld: { en: 'The verdict was upheld.', fr: 'Le verdict a été maintenu.' },
  overridden: { en: 'Another verdict was put in its place.', fr: 'Le verdict a été remplacé par un autre.' },
  dismissed: { en: 'There was nothing to decide.', fr: 'Il n’y avait pas lieu de statuer.' },
};

export const ACTORS: Readonly<Record<string, Text>> = {
  person: { en: 'a member of staff', fr: 'un membre du personnel' },
  key: { en: 'a partner system', fr: 'un système partenaire' },
  bootstrap: { en: 'the administrator', fr: 'l’administrateur' },
};

export const RETENTION_GROUND_TEXTS: Readonly<Record<string, Text>> = {
  aml: { en: 'law against money laundering', fr: 'lutte contre le blanchiment' },
  legal_obligation: { en: 'legal obligation', fr: 'obligation légale' },
  contract: { en: 'contract', fr: 'contrat' },
  consent: { en: 'consent', fr: 'consentement' },
  legitimate_interest: { en: 'legitimate interest', fr: 'intérêt légitime' },
  legal_claims: { en: 'legal claims', fr: 'droits en justice' },
};

export const WORDS = {
  title: { en: 'Report on personal data', fr: 'Rapport sur les données personnelles' },
  intro: {
    en: 'This is everything that is held on the number below: what was claimed, what the operator answered, who was told, and for how long it is kept.',
    fr: 'Voici tout ce qui est détenu au sujet du numéro ci-dessous : ce qui a été déclaré, ce que l’opérateur a répondu, qui en a été informé et combien de temps cela est conservé.',
  },
  rights: {
    en: 'You may ask for rectification, erasure or restriction, object, and complain to the supervisory authority.',
    fr: 'Vous pouvez demander la rectification, l’effacement ou la limitation, vous opposer, et saisir l’autorité de contrôle.',
  },
  number: { en: 'Number', fr: 'Numéro' },
  generated: { en: 'Made on', fr: 'Établi le' },
  nothing: { en: 'Nothing is held on this number.', fr: 'Rien n’est détenu au sujet de ce numéro.' },
  match: { en: 'Verification of', fr: 'Vérification du' },
  reference: { en: 'Reference', fr: 'Référence' },
  id: { en: 'Id', fr: 'Identifiant' },
  application: { en: 'For', fr: 'Pour' },
  purpose: { en: 'Purpose', fr: 'Finalité' },
  status: { en: 'Outcome', fr: 'Issue' },
  operator: { en: 'Operator', fr: 'Opérateur' },
  settled: { en: 'Ended', fr: 'Terminée' },
  claimed: { en: 'What was claimed', fr: 'Ce qui a été déclaré' },
  answer: { en: 'What was answered', fr: 'Ce qui a été répondu' },
  rawAnswer: { en: 'Answer as received', fr: 'Réponse telle que reçue' },
  verdict: { en: 'Verdict', fr: 'Verdict' },
  policy: { en: 'By policy', fr: 'Selon la politique' },
  reasons: { en: 'Why', fr: 'Pourquoi' },
  inForce: { en: 'Verdict in force, by a person', fr: 'Verdict en vigueur, rendu par une personne' },
  contests: { en: 'How it was contested', fr: 'Comment il a été contesté' },
  contested: { en: 'Contested', fr: 'Contesté' },
  grounds: { en: 'On the grounds', fr: 'Pour le motif' },
  closed: { en: 'Closed', fr: 'Clos' },
  notClosed: { en: 'not yet', fr: 'pas encore' },
  resolution: { en: 'What it came to', fr: 'Suite donnée' },
  closingReason: { en: 'Why it came to that', fr: 'Motif de cette suite' },
  overrides: { en: 'What people decided', fr: 'Ce que des personnes ont décidé' },
  decided: { en: 'Decided', fr: 'Décidé' },
  before: { en: 'Verdict before', fr: 'Verdict précédent' },
  error: { en: 'Error', fr: 'Erreur' },
  returnUrl: { en: 'Return address', fr: 'Adresse de retour' },
  consent: { en: 'Consent', fr: 'Consentement' },
  asked: { en: 'Asked for', fr: 'Demandé' },
  opened: { en: 'Link opened', fr: 'Lien ouvert' },
  answered: { en: 'Came back', fr: 'Retour' },
  timeline: { en: 'Step by step', fr: 'Étape par étape' },
  reveals: { en: 'Who saw it in clear', fr: 'Qui l’a vu en clair' },
  told: { en: 'Who was told', fr: 'Qui en a été informé' },
  nobody: { en: 'Nobody.', fr: 'Personne.' },
  kept: { en: 'How long it is kept', fr: 'Durée de conservation' },
  relationships: { en: 'Relationship', fr: 'Relation' },
  everyone: { en: 'all', fr: 'toutes' },
  goesOn: { en: 'goes on', fr: 'en cours' },
  ended: { en: 'ended', fr: 'terminée' },
  holds: { en: 'Legal holds', fr: 'Gels juridiques' },
  since: { en: 'since', fr: 'depuis le' },
  until: { en: 'until', fr: 'jusqu’au' },
} as const satisfies Readonly<Record<string, Text>>;
