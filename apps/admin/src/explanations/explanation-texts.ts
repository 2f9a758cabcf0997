import type { VerdictReason } from 'nestjs-dqe-idmobile';
import type { Text } from '../documents/language.js';
import type { Resolution } from '../reviews/review-record.js';

export const WORDS = {
  title: { en: 'Explanation of a verification', fr: 'Explication d’une vérification' },
  intro: {
    en: 'The mobile operator was asked, through DQE ID Mobile, how well what a person said of themselves agrees with what the operator knows. The operator answers with a similarity for each field, and passes on no data. This sheet says what was asked, what came of it, who decided, and how that can be proved.',
    fr: 'L’opérateur mobile a été interrogé, par DQE ID Mobile, sur la concordance entre ce qu’une personne a déclaré et ce qu’il sait. L’opérateur répond par une similitude pour chaque champ et ne transmet aucune donnée. Cette fiche dit ce qui a été demandé, ce qu’il en est résulté, qui a décidé et comment cela se prouve.',
  },
  about: { en: 'Verification', fr: 'Vérification' },
  asked: { en: 'What was asked', fr: 'Ce qui a été demandé' },
  at: { en: 'Asked on', fr: 'Demandé le' },
  by: { en: 'For', fr: 'Pour' },
  purpose: { en: 'Purpose', fr: 'Finalité' },
  reference: { en: 'Reference', fr: 'Référence' },
  number: { en: 'Number, masked', fr: 'Numéro, masqué' },
  operator: { en: 'Operator', fr: 'Opérateur' },
  fields: { en: 'Compared fields', fr: 'Champs comparés' },
  erased: {
    en: 'no longer known: the person was erased',
    fr: 'plus connus : la personne a été effacée',
  },
  noFields: { en: 'none', fr: 'aucun' },
  outcome: { en: 'What came of it', fr: 'Ce qu’il en est résulté' },
  ended: { en: 'Ended on', fr: 'Terminé le' },
  result: { en: 'Result', fr: 'Résultat' },
  verdict: { en: 'Verdict', fr: 'Verdict' },
  inForce: { en: 'Verdict in force', fr: 'Verdict en vigueur' },
  decided: { en: 'Decided by', fr: 'Décidé par' },
  policy: { en: 'Policy', fr: 'Politique' },
  why: { en: 'Why there was no comparison', fr: 'Pourquoi il n’y a pas eu de comparaison' },
  saysNothing: {
    en: 'This says nothing about the person.',
    fr: 'Cela ne dit rien de la personne.',
  },
  scores: { en: 'Field by field', fr: 'Champ par champ' },
  thresholds: {
    en: 'After each, the thresholds of the policy: below the first the field contradicts, from the second on it agrees.',
    fr: 'Après chacun, les seuils de la politique : en deçà du premier le champ contredit, à partir du second il concorde.',
  },
  scoresNote: {
    en: 'The bar is the similarity the operator answered; the marks are the thresholds of the policy: below the first the field contradicts, from the second on it agrees.',
    fr: 'La barre est la similitude donnée par l’opérateur ; les repères sont les seuils de la politique : en deçà du premier le champ contredit, à partir du second il concorde.',
  },
  people: { en: 'What people did', fr: 'Ce que des personnes ont fait' },
  nobody: {
    en: 'Nobody contested the verdict or changed it.',
    fr: 'Personne n’a contesté ni changé le verdict.',
  },
  consent: { en: 'Consent', fr: 'Consentement' },
  evidence: { en: 'Proof', fr: 'Preuve' },
  evidenceNote: {
    en: 'Every step is an event in a log that can only grow. Its checkpoints are signed; whoever has kept one finds any later change.',
    fr: 'Chaque étape est un événement d’un journal qui ne peut que croître. Ses points de contrôle sont signés ; quiconque en a conservé un découvre toute modification ultérieure.',
  },
  events: { en: 'Events in the log', fr: 'Événements dans le journal' },
  pending: { en: 'entering', fr: 'en cours d’entrée' },
  log: { en: 'Log', fr: 'Journal' },
  checkpoint: { en: 'Checkpoint', fr: 'Point de contrôle' },
  size: { en: 'events, root', fr: 'événements, racine' },
  key: { en: 'Key that signs', fr: 'Clé de signature' },
  check: { en: 'How to check it', fr: 'Comment vérifier' },
  rights: {
    en: 'Whoever is concerned may contest the verdict, ask for a person to decide, and ask for access, rectification or erasure.',
    fr: 'La personne concernée peut contester le verdict, demander qu’une personne décide, et demander l’accès, la rectification ou l’effacement.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const WEIGHTS: Readonly<Record<VerdictReason['weight'], Text>> = {
  decisive: { en: 'decides', fr: 'décisif' },
  supporting: { en: 'supports', fr: 'complémentaire' },
};

export const DECIDED_BY = {
  policy: {
    en: 'The rules of this service, automatically.',
    fr: 'Les règles de ce service, automatiquement.',
  },
  person: {
    en: 'A person, who put another verdict in place of that of the rules.',
    fr: 'Une personne, qui a remplacé le verdict des règles par un autre.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const CONTESTED: Text = { en: 'The verdict was contested.', fr: 'Le verdict a été contesté.' };

export const CLOSED: Readonly<Record<Resolution, Text>> = {
  upheld: {
    en: 'A person looked at it, and upheld the verdict.',
    fr: 'Une personne l’a examiné et a maintenu le verdict.',
  },
  overridden: {
    en: 'The case was closed: another verdict holds.',
    fr: 'Le dossier a été clos : un autre verdict prévaut.',
  },
  dismissed: {
    en: 'The case was closed: there was nothing to decide.',
    fr: 'Le dossier a été clos : il n’y avait pas lieu de statuer.',
  },
};

export const OVERRIDDEN: Text = {
  en: 'A person put another verdict in place:',
  fr: 'Une personne a mis un autre verdict à la place :',
};

export const CONSENTS = {
  given: {
    en: 'The person agreed on the operator’s page.',
    fr: 'La personne a consenti sur la page de l’opérateur.',
  },
  refused: {
    en: 'The person did not agree on the operator’s page.',
    fr: 'La personne n’a pas consenti sur la page de l’opérateur.',
  },
  returned: {
    en: 'The person came back from the operator’s page; there was no result.',
    fr: 'La personne est revenue de la page de l’opérateur ; il n’y a pas eu de résultat.',
  },
  expired: {
    en: 'Nobody came back from the operator’s page in time.',
    fr: 'Personne n’est revenu à temps de la page de l’opérateur.',
  },
  waiting: { en: 'The answer of the person is awaited.', fr: 'La réponse de la personne est attendue.' },
} as const satisfies Readonly<Record<string, Text>>;
