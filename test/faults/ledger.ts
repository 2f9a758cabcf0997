import type { Reply } from './call.js';

/** One match as its caller knows it. */
export interface Entry {
  /** Its own, and sent along: by it the match is found on record. */
  readonly reference: string;
  /** Its own, too: by it the requests to DQE are counted. */
  readonly number: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Its Idempotency-Key; without one it is never sent twice. */
  readonly key: string | null;
  /** What the service said of it, and meant. */
  readonly told: Told[];
}

export type Told =
  /** A match, as an answer to the request for it. */
  | { readonly what: 'match'; readonly id: string; readonly status: string; readonly body: unknown }
  /** A problem that names the match. */
  | { readonly what: 'problem'; readonly id: string; readonly code: string }
  /** Nothing was sent to DQE. */
  | { readonly what: 'not sent' }
  /** How it ended, as the browser was told after consent. */
  | { readonly what: 'outcome'; readonly id: string; readonly status: string };

/** What callers were told, kept outside of the service: the other half of an audit. */
export class Ledger {
  readonly entries = new Map<string, Entry>();
  /** Requests that reached DQE, by number. */
  readonly asked = new Map<string, number>();
  /** Answers that no fault excuses. */
  readonly wrong: string[] = [];
  /** How often which problem was answered. */
  readonly problems = new Map<string, number>();

  open(entry: Omit<Entry, 'told'>): Entry {
    const made = { ...entry, told: [] };
    this.entries.set(entry.reference, made);
    return made;
  }

  sentToDqe(number: string): void {
    this.asked.set(number, (this.asked.get(number) ?? 0) + 1);
  }

  /** An answer to the request for a match. @returns whether it says to come back with the same request */
  answered(entry: Entry, { status, body }: Reply): 'come back' | 'done' {
    if (status === 201) {
      entry.told.push({ what: 'match', id: body.id, status: body.status, body });
      return 'done';
    }
    const code = String(body?.code);
    this.problems.set(code, (this.problems.get(code) ?? 0) + 1);
    if (status === 503 && code === 'database_unavailable') {
      // Said to whoever has a key of a match that is under way elsewhere as well.
      if (entry.key === null) entry.told.push({ what: 'not sent' });
      return 'come back';
    }
    if (typeof body?.matchId === 'string') entry.told.push({ what: 'problem', id: body.matchId, code });
    if (!MEANT.has(`${status} ${code}`)) {
      this.wrong.push(`${entry.reference}: answered ${status} ${code}`);
    }
    return 'done';
  }

  get acknowledged(): number {
    let all = 0;
    for (const { told } of this.entries.values()) all += told.some(({ what }) => what !== 'not sent') ? 1 : 0;
    return all;
  }
}

/** Problems of README.md that a fault may lead to. */
const MEANT = new Set([
  '502 outcome_unknown',
  '502 dqe_unreachable',
  '502 dqe_connection_lost',
  '504 dqe_timeout',
  '503 dqe_circuit_open',
  '503 dqe_busy',
  '503 dqe_not_sent',
  '503 store_failed',
]);
