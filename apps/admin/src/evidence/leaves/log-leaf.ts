import { hash, randomFillSync } from 'node:crypto';
import { canonicalise, encodeLeaf, type LogEvent } from 'transparency-log';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import type { AccessOccurrence, MatchOccurrence, QueuedEvent } from './queued-event.js';

/** What becomes an entry of the log. */
export interface LogLeaf {
  readonly source: 'match' | 'access' | 'log';
  readonly eventId: string;
  /** The match it is about, if it is. */
  readonly matchId: string | null;
  /** What is hashed: canonical JSON. */
  readonly bytes: Uint8Array;
  /** What its `payloadHash` is the hash of, canonical JSON; null where it has none. */
  readonly payload: string | null;
  /** It stands for an event that is not told. */
  readonly untold?: true;
}

/**
 * The leaf of an event. Never throws: one event that cannot be told would otherwise keep all that follow it out of the
 * log. It enters as `….unreadable`, or as `….missing` where it is gone.
 * @param salt of its payload; that of a leaf there is makes the same leaf again
 */
export function leafOf(queued: QueuedEvent, salt: string = newSalt()): LogLeaf {
  const { event } = queued;
  if (event === null) return bareLeaf(queued, 'missing');
  try {
    return event.source === 'match' ? matchLeaf(queued, event, salt) : accessLeaf(queued, event, salt);
  } catch {
    return bareLeaf(queued, 'unreadable');
  }
}

/** What the log says of itself: by which keys it is signed from here on. */
export function keysLeaf(origin: string, keys: readonly string[], at: Date): LogLeaf {
  const id = uuidv7();
  const head = { v: 1, id, type: 'log.keys', at: at.toISOString(), recordedAt: at.toISOString() } as const;
  const target = { kind: 'log', id: origin };
  const rest = { actor: null, action: null, target, requestId: null };
  return sealedBy({ ...head, ...rest }, { keys }, { source: 'log', eventId: id, matchId: null });
}

type Place = Pick<LogLeaf, 'source' | 'eventId' | 'matchId'>;
type Told = Omit<LogEvent, 'payloadHash' | 'sealed'>;

function matchLeaf(queued: QueuedEvent, event: MatchOccurrence, salt: string): LogLeaf {
  const { matchId, type, data, durationMs, state, sealed, purged } = event;
  const told: Told = {
    ...commonOf(queued, event),
    type: `match.${type}`,
    action: type === 'requested' ? 'match.create' : null,
    target: { kind: 'match', id: matchId },
  };
  const place: Place = { source: 'match', eventId: queued.id, matchId };
  if (purged) return { ...place, bytes: encodeLeaf(told), payload: null };
  const payload = { data, durationMs, ...(state && { state }), ...(sealed && { sealed }) };
  return sealedBy(told, payload, place, salt);
}

function accessLeaf(queued: QueuedEvent, event: AccessOccurrence, salt: string): LogLeaf {
  const { action, target, outcome, application, permission, data } = event;
  const told: Told = {
    ...commonOf(queued, event),
    type: `access.${outcome}`,
    action,
    target: target === null ? null : { kind: target.type, id: target.id },
  };
  const ofMatch = target?.type === 'match' && isUuid(target.id);
  const place: Place = {
    ...{ source: 'access', eventId: queued.id, matchId: ofMatch ? target.id : null },
  };
  return sealedBy(told, { application, permission, data }, place, salt);
}

/** What the queue itself knows. */
function bareLeaf({ source, id, recordedAt }: QueuedEvent, what: 'missing' | 'unreadable'): LogLeaf {
  const at = recordedAt.toISOString();
  const nothing = { actor: null, action: null, target: null, requestId: null };
  const told: Told = { v: 1, id, type: `${source}.${what}`, at, recordedAt: at, ...nothing };
  return { source, eventId: id, matchId: null, bytes: encodeLeaf(told), payload: null, untold: true };
}

const commonOf = (
  { id, recordedAt }: QueuedEvent,
  { at, actor, requestId }: MatchOccurrence | AccessOccurrence,
): Pick<Told, 'v' | 'id' | 'at' | 'recordedAt' | 'actor' | 'requestId'> => ({
  ...{ v: 1, id, at: at.toISOString(), recordedAt: recordedAt.toISOString() },
  ...{ actor: actor === null ? null : { kind: actor.kind, id: actor.id }, requestId },
});

/** Salted: once the payload is purged, nobody finds out what it was by trying. */
function sealedBy(told: Told, content: object, place: Place, salt = newSalt()): LogLeaf {
  const payload = canonicalise({ ...content, salt });
  const payloadHash = hash('sha256', payload, 'base64');
  return { ...place, bytes: encodeLeaf({ ...told, payloadHash }), payload };
}

const SALT_BYTES = 16;
/** Of many at once: asking for randomness costs more than a hash. Each byte is given away once. */
const salts = Buffer.alloc(256 * SALT_BYTES);
let given = salts.length;

function newSalt(): string {
  if (given === salts.length) {
    randomFillSync(salts);
    given = 0;
  }
  return salts.toString('base64', given, (given += SALT_BYTES));
}
