import { type MatchLife, standingOf } from '../retention/match-life.js';
import type { RuleTerms } from '../retention/retention-rule.js';
import type { ErasureRefusal } from './erasure.js';

/** What is known of somebody who is to be erased. */
export interface HeldData {
  readonly lives: readonly (MatchLife & { readonly consentUntil: Date | null })[];
  /** Holds that stand. */
  readonly holds: readonly { readonly application: string | null; readonly until: Date | null }[];
  /** null: with all applications. */
  readonly relationships: readonly { readonly application: string | null }[];
  /** A throttle that runs, with the application whose match was the last before it; null where none does. */
  readonly probing: { readonly application: string | null; readonly until: Date } | null;
}

/**
 * What stands against an erasure; nothing does where it is empty. One line of each kind and ground, with the last of
 * its dates.
 * @param within the application whoever asks is confined to: of others is said no more than that there are some
 */
export function refusalsOf(
  { lives, holds, relationships, probing }: HeldData,
  rules: readonly RuleTerms[],
  now: Date,
  within: string | null,
): readonly ErasureRefusal[] {
  const isOwn = ({ application }: { readonly application: string | null }) =>
    within === null || application === within;
  const ours = lives.filter(isOwn);
  const found: ErasureRefusal[] = holds
    .filter(isOwn)
    .map(({ until }) => ({ kind: 'hold', ground: null, until: textOf(until) }));
  for (const life of ours) {
    const { state, rule, until } = standingOf(life, rules, now);
    if (state === 'open') found.push({ kind: 'open_match', ground: null, until: textOf(life.consentUntil) });
    if (rule?.duty === true && state !== 'over') {
      found.push({ kind: 'duty', ground: rule.ground, until: textOf(until) });
    }
  }
  if (probing !== null && isOwn(probing)) {
    // Tries of all applications count: its end would tell a key when others tried.
    found.push({ kind: 'probing', ground: null, until: within === null ? textOf(probing.until) : null });
  }
  if (![...lives, ...holds, ...relationships, ...(probing === null ? [] : [probing])].every(isOwn)) {
    found.push({ kind: 'other_application', ground: null, until: null });
  }
  return longest(found);
}

/** Whether somebody who is confined sees anything of this person at all. */
export const holdsAnything = ({ lives, holds, relationships }: HeldData, within: string | null): boolean =>
  within === null || [...lives, ...holds, ...relationships].some(({ application }) => application === within);

function longest(found: readonly ErasureRefusal[]): readonly ErasureRefusal[] {
  const byKind = new Map<string, ErasureRefusal>();
  for (const refusal of found) {
    const key = `${refusal.kind} ${refusal.ground ?? ''}`;
    const known = byKind.get(key);
    if (known === undefined || isLater(refusal.until, known.until)) byKind.set(key, refusal);
  }
  return [...byKind.values()];
}

/** null is without end. ISO 8601 in UTC sorts by time. */
const isLater = (one: string | null, other: string | null) => other !== null && (one === null || one > other);

const textOf = (at: Date | null) => at?.toISOString() ?? null;
