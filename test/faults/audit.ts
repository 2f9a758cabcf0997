import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from './call.js';
import type { Entry, Ledger, Told } from './ledger.js';
import type { Subject } from './webhook-audit.js';

/** A match and its timeline, as anybody with the key can read them. */
interface OnRecord {
  readonly match: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- as the API answers it
  readonly events: readonly any[]; // eslint-disable-line @typescript-eslint/no-explicit-any -- the same
}

/** How far a match is. */
const RANK: Readonly<Record<string, number>> = {
  ...{ requested: 0, consent_pending: 1, retrieving: 2 },
  ...{ scored: 3, rejected: 3, expired: 3, unknown: 3 },
};
const UNDER_WAY = Object.keys(RANK).filter((status) => RANK[status]! < 3);
const AT_ONCE = 16;

/** Holds the record, as the API tells it, against what the callers were told and what DQE was asked. */
export class Audit {
  /** What every match had become when it was audited first: it may never become anything else. */
  private readonly seen = new Map<string, string>();
  /** Ids of the matches whose customers were to consent. */
  private readonly consents = new Set<string>();

  constructor(
    private readonly caller: Caller,
    private readonly ledger: Ledger,
  ) {}

  /** Milliseconds until every match has ended; what has not by then is left to `findings`. */
  async allEnded(url: string, withinMs: number): Promise<number> {
    const from = Date.now();
    for (;;) {
      const open = await Promise.all(
        UNDER_WAY.map((status) => this.get(url, `/api/v1/matches?limit=1&status=${status}`)),
      );
      const took = Date.now() - from;
      if (open.every(({ items }) => items.length === 0) || took > withinMs) return took;
      await sleep(100);
    }
  }

  /** Everything that is wrong; nothing, as a rule. Looks at all matches again and at the timelines of new ones. */
  async findings(url: string): Promise<string[]> {
    const matches = await this.all(url);
    const found = [...this.ledger.wrong, ...this.caller.hung.map((call) => `${call} never came to an end`)];
    const fresh = matches.filter(({ id }) => !this.seen.has(id));
    for (let i = 0; i < fresh.length; i += AT_ONCE) {
      const read = fresh.slice(i, i + AT_ONCE).map(async (match) => {
        const { items } = await this.get(url, `/api/v1/matches/${match.id}/events`);
        if (items.some(({ type }: { type: string }) => type === 'consent_opened')) {
          this.consents.add(match.id);
        }
        found.push(...this.flawsOf({ match, events: items }));
      });
      await Promise.all(read);
    }
    const ids = new Map(matches.map((match) => [match.reference as string, match]));
    if (ids.size !== matches.length) found.push(...twice(matches));
    for (const match of matches) {
      const { id } = match;
      const before = this.seen.get(id);
      const now = JSON.stringify(match);
      if (before !== undefined && before !== now) found.push(`${match.reference}: changed after its end`);
      this.seen.set(id, now);
    }
    for (const entry of this.ledger.entries.values())
      found.push(...this.broken(entry, ids.get(entry.reference)));
    return found;
  }

  get audited(): number {
    return this.seen.size;
  }

  /** All matches as they were audited last, for an audit of what was told of them. */
  get subjects(): Subject[] {
    return [...this.seen.values()].map((text) => {
      const { id, reference, status, verdict, error } = JSON.parse(text);
      return {
        ...{ id, reference, status, verdict: verdict?.result ?? null, errorId: error?.id ?? null },
        consent: this.consents.has(id),
      };
    });
  }

  /** Of one match by itself. */
  private flawsOf({ match, events }: OnRecord): string[] {
    const found: string[] = [];
    const count = (type: string) => events.filter((event) => event.type === type).length;
    const settled = events.filter(({ type }) => type === 'settled');
    if (RANK[match.status] !== 3) found.push(`is still ${match.status}`);
    else if (settled.length !== 1) found.push(`has ${settled.length} outcomes`);
    else if (settled[0].data.status !== match.status) {
      found.push(`is ${match.status} and was settled ${settled[0].data.status}`);
    }
    if (count('sent') > 1) found.push(`was sent ${count('sent')} times`);
    if (events.filter(({ type, data }) => type === 'callback_received' && data.accepted).length > 1) {
      found.push('took more than one callback');
    }
    if (!this.ledger.entries.has(match.reference)) found.push('was asked for by nobody');
    return found.map((flaw) => `${match.reference}: ${flaw}`);
  }

  /** What was promised to the caller of one match and was not kept. */
  private broken({ reference, number, told }: Entry, match: OnRecord['match']): string[] {
    const asked = this.ledger.asked.get(number) ?? 0;
    const found = told.flatMap((each) => unkept(each, match));
    if (asked > 1) found.push(`DQE was asked ${asked} times`);
    if (asked > 0 && match === undefined) found.push('was sent to DQE and is not on record');
    if (asked > 0 && told.some(({ what }) => what === 'not sent')) {
      found.push('was sent to DQE, and the caller was told that it was not');
    }
    return found.map((flaw) => `${reference}: ${flaw}`);
  }

  private async all(url: string): Promise<OnRecord['match'][]> {
    const matches: OnRecord['match'][] = [];
    let cursor = '';
    do {
      const page = await this.get(url, `/api/v1/matches?limit=500${cursor}`);
      matches.push(...page.items);
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    return matches;
  }

  private async get(url: string, path: string) {
    const reply = await this.caller.call('GET', url + path);
    if (reply?.status !== 200) throw new Error(`the audit cannot read: ${reply?.status} ${reply?.text}`);
    return reply.body;
  }
}

/** What one answer promised, and the record does not hold. */
function unkept(told: Told, match: OnRecord['match']): string[] {
  if (told.what === 'not sent') return [];
  if (match === undefined) return ['was acknowledged and is not on record'];
  if (match.id !== told.id) return ['is on record under another id'];
  if (told.what === 'problem') return [];
  if (RANK[match.status]! < RANK[told.status]!) return [`was ${told.status} and is ${match.status} again`];
  if (RANK[told.status] === 3 && match.status !== told.status) {
    return [`was ${told.status} and is ${match.status}`];
  }
  if (
    told.what === 'match' &&
    RANK[told.status] === 3 &&
    JSON.stringify(told.body) !== JSON.stringify(match)
  ) {
    return ['is not on record as it was answered'];
  }
  return [];
}

function twice(matches: readonly OnRecord['match'][]): string[] {
  const references = matches.map(({ reference }) => reference as string);
  return references
    .filter((reference, index) => references.indexOf(reference) !== index)
    .map((reference) => `${reference}: is on record twice`);
}
