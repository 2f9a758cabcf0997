import { Inject, Injectable } from '@nestjs/common';
import type { Clock, MatchStatus } from 'nestjs-dqe-idmobile';
import { type Receipt, RECEIPT_FORMAT, signPromise, type Statement, statementOf } from 'transparency-log';
import { CLOCK } from '../../clock.module.js';
import { EvidenceKeys } from '../keys/evidence-keys.js';
import { leafOf } from '../leaves/log-leaf.js';
import { PrismaCheckpoints } from '../proofs/prisma-checkpoints.js';
import { PrismaTrees } from '../proofs/prisma-trees.js';
import { LoggedEvents } from './logged-events.js';
import { PrismaReceiptEvents, type ReceiptEvent, type ReceiptEventType } from './prisma-receipt-events.js';

/** Milliseconds a receipt may wait for its proof. */
const PATIENCE_MS = 2_000;
/** Milliseconds until what was promised is in the log. A second as a rule; an outage and a restore fit in, too. */
const PROMISED_MS = 24 * 3_600_000;

/** How a match came to be what it is. */
const EVENT_OF: Readonly<Record<MatchStatus, ReceiptEventType>> = {
  ...({ requested: 'requested', consent_pending: 'consent_opened', retrieving: 'consent_opened' } as const),
  ...({ scored: 'settled', rejected: 'settled', expired: 'settled', unknown: 'settled' } as const),
};

/** What a receipt says of an event: all of it, or what a webhook says, which goes to an address and not to a key. */
export type ReceiptScope = 'all' | 'outcome';

/** Receipts: what whoever asked for a match can keep, and hold against us. */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly events: PrismaReceiptEvents,
    private readonly logged: LoggedEvents,
    private readonly checkpoints: PrismaCheckpoints,
    private readonly trees: PrismaTrees,
    private readonly keys: EvidenceKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * For the event by which a match came to this status.
   * @param patient whether to wait a moment for the proof
   * @returns null where there is no such event: the match was purged
   * @throws StoreDamagedError, TileMissingError, and errors of the database
   */
  async of(
    match: { readonly id: string; readonly status: MatchStatus },
    { scope, patient }: { readonly scope: ReceiptScope; readonly patient: boolean },
  ): Promise<Receipt | null> {
    const type = EVENT_OF[match.status];
    const seen = await this.events.find(match.id, type);
    if (seen === null) return null;
    const waits = patient && seen.entry === null;
    const came = waits && (await this.logged.wait(seen.id, PATIENCE_MS));
    const event = came ? ((await this.events.find(match.id, type)) ?? seen) : seen;
    const { bytes, payload } = told(event);
    const statement = statementOf(bytes, contentOf(payload, scope));
    const issuedAt = new Date(this.clock.now());
    const dueAt = new Date(issuedAt.getTime() + PROMISED_MS);
    const { origin, all } = this.keys;
    return {
      format: RECEIPT_FORMAT,
      statement,
      promise: signPromise(statement, { origin, issuedAt, dueAt }, all),
      inclusion: await this.#inclusion(event, scope),
    };
  }

  async #inclusion({ entry }: ReceiptEvent, scope: ReceiptScope): Promise<Receipt['inclusion']> {
    const checkpoint = entry === null ? null : await this.checkpoints.latest();
    if (entry === null || checkpoint === null || entry.index >= checkpoint.size) return null;
    const { index, leaf } = entry;
    const tree = await this.trees.at(checkpoint);
    const proof = (await tree.proveInclusion(index)).map((hash) => Buffer.from(hash).toString('base64'));
    return {
      index,
      leaf,
      payload: scope === 'all' ? entry.payload : null,
      proof,
      checkpoint: checkpoint.note,
    };
  }
}

function told({ queued, entry }: ReceiptEvent): { bytes: Uint8Array; payload: string | null } {
  return entry === null ? leafOf(queued) : { bytes: Buffer.from(entry.leaf), payload: entry.payload };
}

type Content = Statement['content'];

/** Without its salt, which does not exist before the event is in the log. */
function contentOf(payload: string | null, scope: ReceiptScope): Content {
  if (payload === null) return {};
  const all = Object.entries(JSON.parse(payload) as Content);
  const content = Object.fromEntries(all.filter(([name]) => name !== 'salt'));
  if (scope === 'all') return content;
  const state = content['state'] as Record<string, Content[string]> | undefined;
  if (state?.['status'] === undefined) return {};
  const { status, verdict = null, errorId = null } = state;
  return { state: { status, verdict, errorId } };
}
