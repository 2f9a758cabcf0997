import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ErasedView, erasedViewOf } from '../../matches/match.view.js';
import type { Consistency, MatchEvidence, ProvenEvent, Tree } from './evidence.service.js';

const HASHES = 'SHA-256 hashes in base64, from the leaf to the root.';
const NOTE = 'A C2SP checkpoint: origin, size and root, signed by the keys of `/api/v1/evidence/key`.';

@ApiSchema({ name: 'EvidenceEvent', description: 'One event, and that it is in the log.' })
export class EvidenceEventView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, example: 'match.settled' }) type!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({
    type: Boolean,
    description: 'On record, and not in the log of this checkpoint yet: ask again in some seconds.',
  })
  pending!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: 'Its place in the log, from 0.' })
  index!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What was hashed, byte for byte: the event as canonical JSON (RFC 8785).',
  })
  leaf!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'What the `payloadHash` of the leaf is the SHA-256 of, byte for byte: canonical JSON. null where there is none, or its match was purged.',
  })
  payload!: string | null;
  @ApiProperty({ type: [String], nullable: true, description: HASHES }) proof!: readonly string[] | null;
  @ApiProperty({
    ...{ type: ErasedView, nullable: true },
    description:
      'What its payload has hashes of was sealed for somebody who was erased since: nobody can open it any more. Its proof holds as before.',
  })
  erased!: ErasedView | null;
}

@ApiSchema({ name: 'EvidenceConsistencyFrom' })
export class ConsistencyFromView {
  @ApiProperty({ type: Number }) from!: number;
  @ApiProperty({ type: [String], description: 'RFC 9162 §2.1.4, in base64.' }) proof!: readonly string[];
}

@ApiSchema({ name: 'MatchEvidence' })
export class MatchEvidenceView {
  @ApiProperty({ format: 'uuid' }) matchId!: string;
  @ApiProperty({ type: String, nullable: true, description: NOTE }) checkpoint!: string | null;
  @ApiProperty({
    type: [ConsistencyFromView],
    description: 'That it continues the one of `since`; empty without, or where that has more events.',
  })
  consistency!: readonly ConsistencyFromView[];
  @ApiProperty({ type: Number, description: 'Events in the tree of the checkpoint.' }) size!: number;
  @ApiProperty({ type: Boolean, description: 'Whether accesses are among them: that takes `audit:read`.' })
  accesses!: boolean;
  @ApiProperty({ type: ErasedView, nullable: true, description: 'That the person was erased; null: no.' })
  erased!: ErasedView | null;
  @ApiProperty({
    type: [EvidenceEventView],
    description: 'In the order of the log; pending ones at the end.',
  })
  items!: readonly EvidenceEventView[];
  @ApiProperty({ type: Number, nullable: true, description: 'Send it as `after`; null on the last page.' })
  nextAfter!: number | null;
}

@ApiSchema({ name: 'EvidenceTree' })
export class TreeView implements Tree {
  @ApiProperty({ type: Number }) size!: number;
  @ApiProperty({ type: String, description: 'In base64.' }) root!: string;
  @ApiProperty({ type: String, nullable: true, description: `${NOTE} Not every size has one.` })
  checkpoint!: string | null;
}

@ApiSchema({ name: 'EvidenceConsistency' })
export class ConsistencyView implements Consistency {
  @ApiProperty({ type: TreeView }) from!: TreeView;
  @ApiProperty({ type: TreeView }) to!: TreeView;
  @ApiProperty({ type: [String], description: 'RFC 9162 §2.1.4, in base64.' }) proof!: readonly string[];
}

export const evidenceViewOf = (
  matchId: string,
  { items, erased, ...rest }: MatchEvidence,
): MatchEvidenceView => ({
  ...{ matchId, ...rest, erased: erasedViewOf(erased) },
  items: items.map(eventViewOf),
});

const eventViewOf = (event: ProvenEvent): EvidenceEventView => ({
  ...event,
  pending: event.index === null,
  erased: erasedViewOf(event.erased),
});
