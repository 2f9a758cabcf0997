import { Injectable } from '@nestjs/common';
import { decodeLeaf } from 'transparency-log';
import type { Principal } from '../../access/principal.js';
import { confinementOf } from '../../access/principal.js';
import type { Erased } from '../../matches/match-record.js';
import { sealedIn } from '../leaves/sealed-in.js';
import { PrismaCheckpoints, type StoredCheckpoint } from './prisma-checkpoints.js';
import { type MatchView, PrismaMatchEntries } from './prisma-match-entries.js';
import { PrismaTrees } from './prisma-trees.js';

/** One event of a match, and that it is in the log. */
export interface ProvenEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  /** null while it is not in the log yet; then there is no leaf and no proof, either. */
  readonly index: number | null;
  readonly leaf: string | null;
  readonly payload: string | null;
  readonly proof: readonly string[] | null;
  /** What its payload has the hash of was sealed for somebody who was erased. */
  readonly erased: Erased | null;
}

export type PlacedEvent = Pick<ProvenEvent, 'id' | 'type' | 'at' | 'index'>;

/** A match has some ten events; one that is reviewed again and again has more. */
const MOST_PLACES = 500;

export interface MatchEvidence {
  readonly checkpoint: string | null;
  /** That it continues the checkpoint of the size that was asked for; empty where none was, or it has more events. */
  readonly consistency: readonly { readonly from: number; readonly proof: readonly string[] }[];
  readonly size: number;
  /** Whether accesses are among the events. */
  readonly accesses: boolean;
  readonly erased: Erased | null;
  readonly items: readonly ProvenEvent[];
  /** The index to go on after; null at the end. */
  readonly nextAfter: number | null;
}

/** A tree the log has had. */
export interface Tree {
  readonly size: number;
  /** base64 */
  readonly root: string;
  /** The signed note, where this size has one. */
  readonly checkpoint: string | null;
}

export interface Consistency {
  readonly from: Tree;
  readonly to: Tree;
  readonly proof: readonly string[];
}

/** What was asked for of a tree there is not. */
export class NoSuchTreeError extends Error {
  override readonly name = 'NoSuchTreeError';

  constructor(
    readonly field: 'from' | 'to',
    /** The log has so many. */
    readonly size: number,
  ) {
    super('the log has no tree of this size');
  }
}

/** Proofs, for whoever does not want to believe us. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly checkpoints: PrismaCheckpoints,
    private readonly entries: PrismaMatchEntries,
    private readonly trees: PrismaTrees,
  ) {}

  /** The signed note of this size, or the latest; null where there is none. */
  async checkpoint(size: number | null): Promise<string | null> {
    const found = size === null ? this.checkpoints.latest() : this.checkpoints.ofSize(size);
    return (await found)?.note ?? null;
  }

  /**
   * The events of a match in the order of the log; those that are not in it yet follow at the end.
   * @returns null where there is no such match for them
   */
  async ofMatch(
    matchId: string,
    principal: Principal,
    {
      limit,
      after,
      since = null,
    }: { readonly limit: number; readonly after: number; readonly since?: number | null },
  ): Promise<MatchEvidence | null> {
    const within = confinementOf(principal);
    if (!(await this.entries.knows(matchId, within))) return null;
    const checkpoint = await this.checkpoints.latest();
    const size = checkpoint?.size ?? 0;
    const accesses = principal.permissions.has('audit:read');
    const view: MatchView = { matchId, within, accesses, size };
    // One more than asked for tells whether there is a next page.
    const found = await this.entries.page(view, limit + 1, after);
    const page = found.slice(0, limit);
    const more = found.length > limit;
    const erased = await this.entries.erased(matchId);
    const tree = checkpoint === null || page.length === 0 ? null : await this.trees.at(checkpoint);
    const proofs = (await tree?.proveInclusions(page.map(({ index }) => index))) ?? [];
    const items = page.map(({ index, leaf, payload }, i): ProvenEvent => {
      const { id, type, at } = decodeLeaf(Buffer.from(leaf));
      const sealed = payload !== null && sealedIn(payload);
      const proof = proofs[i]?.map(base64) ?? null;
      return { id, type, at, index, leaf, payload, proof, erased: sealed ? erased : null };
    });
    if (!more) items.push(...(await this.pending(view, limit)));
    const nextAfter = more ? (page.at(-1)?.index ?? null) : null;
    const isOlder = since !== null && since <= size;
    const shown = isOlder && checkpoint !== null ? (tree ?? (await this.trees.at(checkpoint))) : null;
    const consistency =
      shown === null || since === null
        ? []
        : [{ from: since, proof: (await shown.proveConsistency(since, size)).map(base64) }];
    const note = checkpoint?.note ?? null;
    return { checkpoint: note, consistency, size, accesses, erased, items, nextAfter };
  }

  /** Where in the log the events of a match are, without the proofs. Only its own; who looked at it is not among them. */
  async placesOf(
    matchId: string,
    within: string | null,
  ): Promise<{ readonly checkpoint: StoredCheckpoint | null; readonly items: readonly PlacedEvent[] }> {
    const checkpoint = await this.checkpoints.latest();
    const view: MatchView = { matchId, within, accesses: false, size: checkpoint?.size ?? 0 };
    const found = await this.entries.page(view, MOST_PLACES, -1);
    const items = found.map(({ index, leaf }): PlacedEvent => {
      const { id, type, at } = decodeLeaf(Buffer.from(leaf));
      return { id, type, at, index };
    });
    return { checkpoint, items: [...items, ...(await this.pending(view, MOST_PLACES))] };
  }

  private async pending(view: MatchView, limit: number): Promise<ProvenEvent[]> {
    const nothing = { index: null, leaf: null, payload: null, proof: null, erased: null };
    const found = await this.entries.pending(view, limit);
    return found.map(({ id, type, at }) => ({ id, type, at: at.toISOString(), ...nothing }));
  }

  /**
   * That the tree of `to` events begins with the one of `from`.
   * @param to null: the latest
   * @throws NoSuchTreeError
   */
  async consistency(from: number, to: number | null): Promise<Consistency> {
    const latest = await this.checkpoints.latest();
    const size = latest?.size ?? 0;
    const end = to ?? size;
    if (end > size) throw new NoSuchTreeError('to', size);
    if (from > size || latest === null) throw new NoSuchTreeError('from', size);
    const log = await this.trees.at(latest);
    const tree = async (of: number): Promise<Tree> => ({
      ...{ size: of, root: base64(await log.rootAt(of)), checkpoint: await this.checkpoint(of) },
    });
    const proof = (await log.proveConsistency(from, end)).map(base64);
    return { from: await tree(from), to: await tree(end), proof };
  }
}

const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');
