import { isTerminal, type ScoreField, type VerdictReason } from 'nestjs-dqe-idmobile';
import { type Language, type Text, timeText } from '../documents/language.js';
import { type MatchLife, type Standing, standingOf } from '../retention/match-life.js';
import type { RetentionRule } from '../retention/retention-rule.js';
import type { ReportedRow } from './prisma-subject-report.js';
import { FIELDS, FINDINGS, RETENTION_GROUND_TEXTS, STATUSES, STEPS, VERDICTS } from './report-texts.js';
import type { ReportedMatchView, ReportedRetentionView } from './subject-report.view.js';

/** One match of a report, in words where codes would not do. */
export function reportedMatch(
  { row, personal, life, contests, overrides, reveals, told }: ReportedRow,
  rules: readonly RetentionRule[],
  now: Date,
  language: Language,
): ReportedMatchView {
  const { id, application, purpose, reference, status, country, operator, createdAt, settledAt } = row;
  return {
    ...{
      id,
      application,
      purpose,
      reference,
      status,
      meaning: STATUSES[status][language],
      country,
      operator,
    },
    ...{ createdAt: createdAt.toISOString(), settledAt: textOf(settledAt) },
    ...{ identity: personal?.identity ?? null, returnUrl: personal?.returnUrl ?? null },
    ...{ answer: personal?.answer ?? null, scores: row.scores as object | null },
    verdict:
      row.verdict === null
        ? null
        : {
            ...{
              result: row.verdict,
              policy: row.verdictPolicy ?? '',
              meaning: VERDICTS[row.verdict][language],
            },
            reasons: ((row.verdictReasons ?? []) as unknown as readonly VerdictReason[]).map((reason) =>
              reasonText(reason, language),
            ),
          },
    verdictInForce:
      row.overrideVerdict === null || row.overrideAt === null
        ? null
        : {
            ...{ result: row.overrideVerdict, meaning: VERDICTS[row.overrideVerdict][language] },
            since: row.overrideAt.toISOString(),
          },
    reviews: contests.map(({ openedAt, reason, closedAt, resolution, closingReason }) => ({
      ...{ openedAt: openedAt.toISOString(), reason, closedAt: textOf(closedAt), resolution, closingReason },
    })),
    overrides: overrides.map(({ at, verdict, previousVerdict, reason }) => ({
      ...{ at: at.toISOString(), verdict, previousVerdict, meaning: VERDICTS[verdict][language], reason },
    })),
    error: row.errorType,
    consent:
      row.consent === null
        ? null
        : {
            ...{ askedAt: row.consent.openedAt.toISOString(), linkOpenedAt: textOf(row.consent.boundAt) },
            ...{ answeredAt: textOf(row.consent.claimedAt), expiresAt: row.consent.expiresAt.toISOString() },
          },
    timeline: row.events.map(({ at, type }) => ({
      ...{
        at: at.toISOString(),
        type,
        meaning: (STEPS as Readonly<Record<string, Text>>)[type]?.[language] ?? type,
      },
    })),
    reveals: reveals.map(({ at, actorKind, fields }) => ({ at: at.toISOString(), by: actorKind, fields })),
    told: told.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
    retention: retentionOf(life, rules, now, language),
  };
}

function reasonText({ field, finding, score }: VerdictReason, language: Language): string {
  const name = (FIELDS as Readonly<Record<string, Text>>)[field satisfies ScoreField]?.[language] ?? field;
  const similarity = score === null ? '' : ` (${Math.round(score * 100)} %)`;
  return language === 'fr'
    ? `${name} : ${FINDINGS[finding].fr}${similarity}`
    : `${name}: ${FINDINGS[finding].en}${similarity}`;
}

function retentionOf(
  life: MatchLife | undefined,
  rules: readonly RetentionRule[],
  now: Date,
  language: Language,
): ReportedRetentionView {
  const standing: Standing<RetentionRule> =
    life === undefined || !isTerminal(life.status)
      ? { state: 'open', rule: null, until: null }
      : standingOf(life, rules, now);
  const { state, rule, until } = standing;
  return { state, until: textOf(until), ruleId: rule?.id ?? null, meaning: meaningOf(standing, language) };
}

function meaningOf({ state, rule, until }: Standing<RetentionRule>, language: Language): string {
  const french = language === 'fr';
  const ground = rule === null ? '' : (RETENTION_GROUND_TEXTS[rule.ground]?.[language] ?? rule.ground);
  switch (state) {
    case 'open':
      return french
        ? 'Tant que la vérification n’est pas terminée.'
        : 'While the verification has not ended.';
    case 'unruled':
      return french ? 'Aucune durée n’est fixée.' : 'No time limit is set.';
    case 'waiting':
      return french
        ? `${rule.days} jours après la fin de la relation (${ground}).`
        : `${rule.days} days after the end of the relationship (${ground}).`;
    default: {
      const end = timeText(until, language);
      return french ? `Jusqu’au ${end} (${ground}).` : `Until ${end} (${ground}).`;
    }
  }
}

const textOf = (at: Date | null) => at?.toISOString() ?? null;
