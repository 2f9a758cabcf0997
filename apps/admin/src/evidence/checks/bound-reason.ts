import { validate as isUuid } from 'uuid';
import type { Action } from '../../access/actions.js';
import type { MatchEventRecord } from '../../matches/match-record.js';
import type { EntryOnRecord } from './record-comparison.js';

/** Where reasons are kept, sealed. */
export const REASON_PLACES = [
  ...(['reveals', 'holds', 'releases', 'contests', 'closings'] as const),
  ...(['overrides', 'requests', 'decisions', 'exports', 'policies', 'publications'] as const),
] as const;
export type ReasonPlace = (typeof REASON_PLACES)[number];

/** What an event says of a reason. */
export interface BoundReason {
  readonly place: ReasonPlace;
  /** Id of the row that has it. */
  readonly row: string;
  /** The match it goes with when that is purged; null where it stays. */
  readonly goesWith: string | null;
  /** SHA-256 of its envelope in base64. */
  readonly hash: string;
}

type Data = Readonly<Record<string, unknown>>;
interface Told {
  readonly type?: unknown;
  readonly action?: unknown;
  readonly target?: { readonly id?: unknown } | null;
}
/** Of an event: where its reason is, the row, and the match it goes with. */
type Whereabouts = readonly [place: ReasonPlace, row: unknown, match?: unknown];

/** By type of a line of the timeline, or action of an access. */
const PLACES: Partial<
  Record<Action | `match.${MatchEventRecord['type']}`, (data: Data, target: unknown) => Whereabouts>
> = {
  'match.contested': ({ reviewId }, match) => ['contests', reviewId, match],
  'match.review_closed': ({ reviewId }, match) => ['closings', reviewId, match],
  'match.overridden': ({ overrideId }, match) => ['overrides', overrideId, match],
  'match.reveal': ({ reveal }) => ['reveals', reveal],
  'match.contest': ({ review }, match) => ['contests', review, match],
  'match.override': ({ override }, match) => ['overrides', override, match],
  'review.close': ({ about }, review) => ['closings', review, about],
  'hold.create': (_, hold) => ['holds', hold],
  'hold.release': (_, hold) => ['releases', hold],
  'approval.request': (_, approval) => ['requests', approval],
  'approval.approve': (_, approval) => ['decisions', approval],
  'approval.refuse': (_, approval) => ['decisions', approval],
  'export.request': (_, made) => ['exports', made],
  'policy.create': (_, policy) => ['policies', policy],
  'policy.publish': ({ publication }) => ['publications', publication],
};

const PLACE_OF = new Map(Object.entries(PLACES));

/** The reason an event binds; null where it binds none, as those of earlier releases. */
export function boundReasonOf({ source, leaf, payload }: EntryOnRecord): BoundReason | null {
  const told = parsed(leaf) as Told | null;
  const { data } = (parsed(payload ?? 'null') ?? {}) as { data?: Data | null };
  const hash = data?.['reasonHash'];
  if (told === null || data == null || typeof hash !== 'string') return null;
  const what = String(source === 'match' ? told.type : told.action);
  const whereabouts = PLACE_OF.get(what)?.(data, told.target?.id);
  if (whereabouts === undefined) return null;
  const [place, row, match = null] = whereabouts;
  if (!isUuid(row)) return null;
  return { place, row: row as string, goesWith: isUuid(match) ? (match as string) : null, hash };
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
