import { documentPage, facts } from '../documents/document.js';
import { html } from '../documents/html.js';
import { type Language, type Text, timeText } from '../documents/language.js';
import type { ErasureRemainsView, ErasureView } from './erasure.dto.js';
import type { Erasure, ErasureCounts, ErasureGround, ErasureOutcome, ErasureRefusal } from './erasure.js';

const TITLES: Readonly<Record<ErasureOutcome, Text>> = {
  erased: { en: 'Certificate of erasure', fr: 'Certificat d’effacement' },
  refused: { en: 'Refusal of an erasure', fr: 'Refus d’effacement' },
  nothing_held: { en: 'Nothing was held', fr: 'Aucune donnée détenue' },
};

const SAYS: Readonly<Record<ErasureOutcome, Text>> = {
  erased: {
    en: 'The key under which the personal data of one person was encrypted has been destroyed. Nobody can read that data any more, nor find the person by their number.',
    fr: 'La clé qui chiffrait les données personnelles d’une personne a été détruite. Plus personne ne peut lire ces données, ni retrouver la personne par son numéro.',
  },
  refused: {
    en: 'Nothing was erased, for the reasons below.',
    fr: 'Rien n’a été effacé, pour les raisons ci-dessous.',
  },
  nothing_held: {
    en: 'No data was held on the number that was named. The number itself was not kept.',
    fr: 'Aucune donnée n’était détenue pour le numéro indiqué. Le numéro lui-même n’a pas été conservé.',
  },
};

const GROUNDS: Readonly<Record<ErasureGround, Text>> = {
  request: { en: 'request of the person', fr: 'demande de la personne' },
  consent_withdrawn: { en: 'consent withdrawn', fr: 'retrait du consentement' },
  objection: { en: 'objection', fr: 'opposition' },
  unlawful: { en: 'unlawful processing', fr: 'traitement illicite' },
  other: { en: 'other', fr: 'autre' },
};

const REMAINS: readonly { readonly what: Text; readonly why: Text }[] = [
  {
    what: {
      en: 'Scores, verdicts, operator, purpose, code name, dates and the last two digits of the number of each match, and a keyed hash of the key it was repeated by',
      fr: 'Scores, verdicts, opérateur, finalité, code, dates et deux derniers chiffres du numéro de chaque vérification, et une empreinte à clé de sa clé de répétition',
    },
    why: {
      en: 'They prove that and how verifications were made, and lead to nobody.',
      fr: 'Ils prouvent que des vérifications ont été faites et comment, et ne mènent à personne.',
    },
  },
  {
    what: { en: 'Ciphertext without a key', fr: 'Texte chiffré sans clé' },
    why: {
      en: 'Proofs of integrity are made over it. It cannot be decrypted; the key existed in no other place than backups of the key table, which expire by themselves.',
      fr: 'Les preuves d’intégrité portent sur lui. Il ne peut être déchiffré ; la clé n’existe plus que dans les sauvegardes de la table des clés, qui expirent d’elles-mêmes.',
    },
  },
  {
    what: { en: 'This record, and the access log', fr: 'Cet enregistrement et le journal des accès' },
    why: {
      en: 'Accountability (GDPR Art. 5(2)). They hold no personal data.',
      fr: 'Responsabilité (RGPD art. 5, § 2). Ils ne contiennent aucune donnée personnelle.',
    },
  },
];

const COUNTS: Readonly<Record<keyof ErasureCounts, Text>> = {
  matches: { en: 'Matches made unreadable', fr: 'Vérifications rendues illisibles' },
  dataKeys: { en: 'Data keys destroyed', fr: 'Clés de données détruites' },
  blindIndexes: { en: 'Search indexes removed', fr: 'Index de recherche supprimés' },
  consentTokens: { en: 'Consent tokens dropped', fr: 'Jetons de consentement supprimés' },
  relationships: { en: 'Relationships removed', fr: 'Relations supprimées' },
};

const WORDS = {
  id: { en: 'Reference of this record', fr: 'Référence de cet enregistrement' },
  at: { en: 'When', fr: 'Date' },
  ground: { en: 'Ground', fr: 'Motif' },
  case: { en: 'Case', fr: 'Dossier' },
  by: { en: 'Carried out by', fr: 'Effectué par' },
  approved: { en: 'Approved by', fr: 'Approuvé par' },
  destroyed: { en: 'What was destroyed', fr: 'Ce qui a été détruit' },
  remains: { en: 'What remains, and why', fr: 'Ce qui reste, et pourquoi' },
  refusals: { en: 'What stood against it', fr: 'Ce qui s’y opposait' },
  until: { en: 'until', fr: 'jusqu’au' },
  open: { en: 'without a date yet', fr: 'sans date connue' },
} as const satisfies Readonly<Record<string, Text>>;

const REFUSALS: Readonly<Record<ErasureRefusal['kind'], Text>> = {
  hold: { en: 'A legal hold', fr: 'Un gel juridique' },
  duty: { en: 'A legal duty to keep the data', fr: 'Une obligation légale de conservation' },
  open_match: { en: 'A verification that has not ended', fr: 'Une vérification en cours' },
  probing: {
    en: 'A guard against guessing at the data of this number',
    fr: 'Une protection contre la recherche par essais des données de ce numéro',
  },
  other_application: { en: 'Data held for others', fr: 'Des données détenues pour d’autres' },
};

/** The certificate as JSON. */
export const certificateOf = (erasure: Erasure, language: Language): ErasureView => {
  const { id, outcome, ground, caseReference, at, requestedBy, approvedBy, counts, refusals } = erasure;
  const remains: readonly ErasureRemainsView[] =
    outcome === 'erased'
      ? REMAINS.map(({ what, why }) => ({ what: what[language], why: why[language] }))
      : [];
  return {
    ...{ id, outcome, ground, caseReference, at: at.toISOString(), requestedBy, approvedBy },
    ...{ destroyed: counts, remains, refusals },
  };
};

/** The certificate as a page. */
export function certificatePage(erasure: Erasure, language: Language): string {
  const { outcome, ground, caseReference, requestedBy, approvedBy, counts, refusals } = erasure;
  const say = (text: Text) => text[language];
  const until = (text: string | null) =>
    text === null ? say(WORDS.open) : `${say(WORDS.until)} ${timeText(new Date(text), language)}`;
  const destroyed = (Object.keys(COUNTS) as (keyof ErasureCounts)[]).map(
    (name) => [say(COUNTS[name]), counts[name]] as const,
  );
  return documentPage(
    language,
    say(TITLES[outcome]),
    html`<p>${say(SAYS[outcome])}</p>
      ${facts([
        [say(WORDS.id), erasure.id],
        [say(WORDS.at), timeText(erasure.at, language)],
        [say(WORDS.ground), say(GROUNDS[ground])],
        [say(WORDS.case), caseReference],
        [say(WORDS.by), `${requestedBy.kind} ${requestedBy.id}`],
        [say(WORDS.approved), approvedBy === null ? null : `${approvedBy.kind} ${approvedBy.id}`],
      ])}
      ${
        outcome === 'erased'
          ? html`<h2>${say(WORDS.destroyed)}</h2>
              ${facts(destroyed)}
              <h2>${say(WORDS.remains)}</h2>
              ${facts(REMAINS.map(({ what, why }) => [say(what), say(why)]))}`
          : null
      }
      ${
        refusals.length > 0
          ? html`<h2>${say(WORDS.refusals)}</h2>
              ${facts(
                refusals.map(({ kind, ground: law, until: end }) => [
                  `${say(REFUSALS[kind])}${law === null ? '' : ` (${law})`}`,
                  until(end),
                ]),
              )}`
          : null
      }`,
  );
}
