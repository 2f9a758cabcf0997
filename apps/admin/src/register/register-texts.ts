import type { Text } from '../documents/language.js';

export const WORDS = {
  title: { en: 'Register of processing', fr: 'Registre des traitements' },
  activity: {
    en: 'Verification of a claimed identity against the data of the mobile operator, through DQE ID Mobile, and its evidence.',
    fr: 'Vérification d’une identité déclarée auprès de l’opérateur mobile, par DQE ID Mobile, et sa preuve.',
  },
  generated: { en: 'Made from the configuration on', fr: 'Établi d’après la configuration le' },
  applications: { en: 'Applications', fr: 'Applications' },
  purposes: { en: 'Purposes and retention', fr: 'Finalités et conservation' },
  noPurpose: { en: 'no purpose given', fr: 'aucune finalité indiquée' },
  persons: { en: 'Categories of persons', fr: 'Catégories de personnes' },
  data: { en: 'Categories of data', fr: 'Catégories de données' },
  recipients: { en: 'Recipients', fr: 'Destinataires' },
  transfers: { en: 'Transfers to third countries', fr: 'Transferts vers des pays tiers' },
  security: { en: 'Security measures', fr: 'Mesures de sécurité' },
  none: { en: 'None.', fr: 'Aucun.' },
  matches: { en: 'matches', fr: 'vérifications' },
  unruled: {
    en: 'Kept: no retention rule is set.',
    fr: 'Conservées : aucune règle de conservation n’est fixée.',
  },
  sandbox: {
    en: 'A DQE look-alike in this very process, with invented people (no DQE_BASE_URL is set)',
    fr: 'Un simulateur de DQE dans ce processus, avec des personnes inventées (DQE_BASE_URL n’est pas défini)',
  },
  dqe: { en: 'DQE, for the question to the operator', fr: 'DQE, pour interroger l’opérateur' },
  operator: { en: 'Mobile operator', fr: 'Opérateur mobile' },
  webhook: {
    en: 'Told of outcomes by webhook, without personal data',
    fr: 'Informée des résultats par webhook, sans données personnelles',
  },
  transfer: {
    en: 'This service sends personal data to DQE alone. Whether DQE or an operator is outside the EEA is a matter of the contract with DQE.',
    fr: 'Ce service n’envoie de données personnelles qu’à DQE. Que DQE ou un opérateur soit hors de l’EEE relève du contrat avec DQE.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const PERSONS: readonly Text[] = [
  {
    en: 'Customers and applicants of the applications, named by mobile number',
    fr: 'Clients et candidats des applications, désignés par leur numéro mobile',
  },
  { en: 'Users of this service (staff)', fr: 'Utilisateurs de ce service (personnel)' },
];

export const DATA: readonly Text[] = [
  {
    en: 'Mobile number; its last two digits in clear',
    fr: 'Numéro mobile ; ses deux derniers chiffres en clair',
  },
  {
    en: 'Claimed identity: names, birth date, gender, e-mail, phone, address',
    fr: 'Identité déclarée : noms, date de naissance, genre, courriel, téléphone, adresse',
  },
  {
    en: 'Answer of the operator: a similarity per field; no data of the operator itself',
    fr: 'Réponse de l’opérateur : une similarité par champ ; aucune donnée de l’opérateur lui-même',
  },
  { en: 'Verdict, timeline, consent', fr: 'Verdict, chronologie, consentement' },
  {
    en: 'Access log: who did what, without personal data of customers',
    fr: 'Journal des accès : qui a fait quoi, sans données personnelles des clients',
  },
];
