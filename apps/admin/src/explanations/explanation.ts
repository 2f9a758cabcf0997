import type { ErrorCategory, VerdictReason } from 'nestjs-dqe-idmobile';
import type { Language } from '../documents/language.js';
import type { Resolution } from '../reviews/review-record.js';
import { CLAIMS, FIELDS, FINDINGS, STATUSES, VERDICTS } from '../subject-reports/report-texts.js';
import { errorText } from './error-texts.js';
import { CLOSED, CONSENTS, CONTESTED, DECIDED_BY, OVERRIDDEN, WEIGHTS } from './explanation-texts.js';
import type {
  ExplainedConsentView,
  ExplainedScoreView,
  ExplainedStepView,
  ExplanationView,
} from './explanation.view.js';
import type { ExplainedRow } from './prisma-explanation.js';

type Row = ExplainedRow['row'];

/** A match in words, short of its evidence. */
export function explained(
  { row, fields }: ExplainedRow,
  now: Date,
  language: Language,
): Omit<ExplanationView, 'evidence'> {
  const { id, application, purpose, reference, status, verdict, overrideVerdict } = row;
  return {
    ...{ language, generatedAt: now.toISOString(), matchId: id, application, purpose, reference },
    asked: {
      ...{ at: row.createdAt.toISOString(), number: `********${row.numberHint}` },
      ...{ country: row.country, operator: row.operator },
      fields: fields === null ? null : fieldNames(fields, language),
    },
    ...{ status, meaning: STATUSES[status][language], settledAt: row.settledAt?.toISOString() ?? null },
    scores: ((row.verdictReasons ?? []) as unknown as readonly VerdictReason[]).map((reason) =>
      scoreOf(reason, language),
    ),
    verdict:
      verdict === null
        ? null
        : {
            ...{ result: verdict, policy: row.verdictPolicy ?? '', meaning: VERDICTS[verdict][language] },
            decidedBy: DECIDED_BY[overrideVerdict === null ? 'policy' : 'person'][language],
          },
    verdictInForce: overrideVerdict,
    decisions: decisionsOf(row, language),
    consent: consentOf(row, now, language),
    error: errorOf(row, language),
  };
}

/** In the order people read them. */
const fieldNames = (fields: readonly string[], language: Language): readonly string[] => [
  ...Object.keys(CLAIMS).flatMap((name) => (fields.includes(name) ? [CLAIMS[name]?.[language] ?? name] : [])),
  ...fields.filter((name) => !Object.hasOwn(CLAIMS, name)),
];

export const percent = (value: number, language: Language): string =>
  `${Math.round(value * 100)}${language === 'fr' ? '\u00a0' : ''}%`;

function scoreOf(reason: VerdictReason, language: Language): ExplainedScoreView {
  const { field, finding, weight, score, agreesFrom, contradictsBelow } = reason;
  const similarity = score === null ? '' : `${percent(score, language)}, `;
  return {
    ...{ field, name: FIELDS[field][language], score, agreesFrom, contradictsBelow, weight, finding },
    meaning: `${similarity}${FINDINGS[finding][language]} (${WEIGHTS[weight][language]})`,
  };
}

function decisionsOf({ reviews, overrides }: Row, language: Language): readonly ExplainedStepView[] {
  const steps = [
    ...reviews.flatMap(({ openedAt, closedAt, resolution }) => [
      { at: openedAt, type: 'contested' as const, meaning: CONTESTED[language] },
      ...(closedAt === null
        ? []
        : [
            {
              ...{ at: closedAt, type: 'closed' as const },
              meaning: CLOSED[(resolution as Resolution | null) ?? 'dismissed'][language],
            },
          ]),
    ]),
    ...overrides.map(({ at, verdict }) => ({
      ...{ at, type: 'overridden' as const },
      meaning: `${OVERRIDDEN[language]} ${VERDICTS[verdict][language]}`,
    })),
  ];
  return steps
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ at, ...step }) => ({ at: at.toISOString(), ...step }));
}

function consentOf(row: Row, now: Date, language: Language): ExplainedConsentView | null {
  const { consent } = row;
  if (consent === null) return null;
  const { openedAt, boundAt, claimedAt, expiresAt } = consent;
  return {
    ...{ askedAt: openedAt.toISOString(), linkOpenedAt: boundAt?.toISOString() ?? null },
    ...{ answeredAt: claimedAt?.toISOString() ?? null, expiresAt: expiresAt.toISOString() },
    meaning: CONSENTS[consentState(row, expiresAt <= now)][language],
  };
}

function consentState({ status, errorCategory, consent }: Row, over: boolean): keyof typeof CONSENTS {
  if (status === 'scored') return 'given';
  if (errorCategory === ('declined' satisfies ErrorCategory)) return 'refused';
  if (consent?.claimedAt != null) return 'returned';
  return over || status === 'expired' ? 'expired' : 'waiting';
}

function errorOf({ errorId, errorCategory }: Row, language: Language): ExplanationView['error'] {
  if (errorId === null) return null;
  const category = (errorCategory ?? 'protocol') as ErrorCategory;
  return { id: errorId, category, meaning: errorText(errorId, category, language) };
}
