import { createHash } from 'node:crypto';
import { canonicalise } from 'transparency-log';
import { validate as isUuid } from 'uuid';
import { leafOf } from '../leaves/log-leaf.js';
import type { QueuedEvent } from '../leaves/queued-event.js';
import type { FindingCode } from './check-finding.js';

/** An entry of the log beside what is on record of its event. */
export interface EntryOnRecord {
  readonly source: 'match' | 'access' | 'log';
  readonly eventId: string;
  /** The match it is about, as the entry has it. */
  readonly matchId: string | null;
  readonly leaf: string;
  readonly payload: string | null;
  /** As its own table has it; null where there is no such row. */
  readonly recorded: QueuedEvent['event'];
  /** Whether its match is there. */
  readonly matchThere: boolean;
  /** Whether its match was sealed anew after it: then it has other envelopes than those this event bound. */
  readonly resealedLater: boolean;
}

/** What a leaf says, as far as it is looked at here. */
interface Told {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly recordedAt?: unknown;
  readonly target?: { readonly kind?: unknown; readonly id?: unknown } | null;
  readonly payloadHash?: string;
}

/**
 * Whether an entry says what its leaf says, and the leaf what is on record.
 *
 * A match that is purged takes its rows and payloads along and leaves its leaves. So what is gone whole was purged, by whomever;
 * what is gone in part was not.
 */
export function flawsOf(entry: EntryOnRecord): readonly FindingCode[] {
  const told = objectIn(entry.leaf) as Told | null;
  // An altered leaf, which the tree tells.
  if (told === null) return [];
  const flaws: FindingCode[] = [];
  if (!isAsTold(entry, told)) flaws.push('entry_altered');
  const payload = payloadFlaw(entry, told);
  if (payload !== null) flaws.push(payload);
  const record = entry.source === 'log' ? null : recordFlaw(entry, told);
  if (record !== null) flaws.push(record);
  return flaws;
}

/** The columns beside the leaf, which are not hashed. */
function isAsTold({ source, eventId, matchId }: EntryOnRecord, { id, type, target }: Told): boolean {
  if (id !== eventId || !String(type).startsWith(`${source}.`)) return false;
  const about = target?.kind === 'match' && isUuid(target.id) ? String(target.id).toLowerCase() : null;
  return matchId === about;
}

function payloadFlaw(
  { source, payload, matchThere }: EntryOnRecord,
  { payloadHash }: Told,
): FindingCode | null {
  if (payload === null) {
    const isPurged = source === 'match' && !matchThere;
    return payloadHash === undefined || isPurged ? null : 'payload_missing';
  }
  return createHash('sha256').update(payload).digest('base64') === payloadHash ? null : 'payload_altered';
}

function recordFlaw(entry: EntryOnRecord, told: Told): FindingCode | null {
  const { source, payload, recorded, matchThere } = entry;
  // It was gone already when it entered the log, which was told then.
  if (told.type === `${source}.missing`) return recorded === null ? null : 'record_altered';
  if (recorded === null) {
    const isPurged = source === 'match' && !matchThere && payload === null;
    return isPurged ? null : 'record_missing';
  }
  // Without its payload nothing is left to compare; that it is missing was told.
  if (payload === null && told.payloadHash !== undefined) return null;
  return saysTheSame(entry, told, recorded) ? null : 'record_altered';
}

function saysTheSame(entry: EntryOnRecord, told: Told, recorded: NonNullable<QueuedEvent['event']>): boolean {
  const { eventId: id, source, payload, leaf, resealedLater } = entry;
  const recordedAt = new Date(String(told.recordedAt));
  if (source === 'log' || Number.isNaN(recordedAt.getTime())) return false;
  const salt = payload === null ? undefined : (objectIn(payload) as { salt?: unknown } | null)?.salt;
  const again = leafOf(
    { source, id, recordedAt, event: recorded },
    typeof salt === 'string' ? salt : undefined,
  );
  if (Buffer.from(again.bytes).toString() === leaf) return true;
  if (!resealedLater || again.payload === null || payload === null) return false;
  // Of what its envelopes were, the event that sealed them anew has taken the place.
  return (
    withoutEnvelopes(again.payload) === withoutEnvelopes(payload) &&
    withoutHash(again.bytes) === withoutHash(leaf)
  );
}

const withoutEnvelopes = (payload: string): string => without('sealed', payload);
const withoutHash = (leaf: string | Uint8Array): string =>
  without('payloadHash', Buffer.from(leaf).toString());

function without(field: string, text: string): string {
  const rest = Object.entries(objectIn(text) ?? {}).filter(([name]) => name !== field);
  return canonicalise(Object.fromEntries(rest));
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
