import { Injectable } from '@nestjs/common';
import { type Envelope, SubjectKeys } from 'sealed-fields';

/** A policy is about nobody: the nil UUID, which no person has. */
const SERVICE_SUBJECT = '00000000-0000-0000-0000-000000000000';

const PLACES = {
  note: { table: 'policies', column: 'note_sealed' },
  reason: { table: 'policy_publications', column: 'reason_sealed' },
} as const;

/** What people write of policies. Sealed: they write names into such fields. */
@Injectable()
export class PolicyTexts {
  constructor(private readonly keys: SubjectKeys) {}

  /** @param row of the policy, or of its publication */
  seal(kind: keyof typeof PLACES, row: string, text: string): Promise<Envelope> {
    return this.keys.toSeal([SERVICE_SUBJECT], (keys) =>
      keys.of(SERVICE_SUBJECT).seal(text, { ...PLACES[kind], row }),
    );
  }

  /** @returns in the same order; null where there is none */
  async openAll(
    texts: readonly {
      readonly kind: keyof typeof PLACES;
      readonly row: string;
      readonly envelope: Uint8Array | null;
    }[],
  ): Promise<readonly (string | null)[]> {
    const sealed = texts.flatMap(({ kind, row, envelope }, index) =>
      envelope === null
        ? []
        : [{ index, subject: SERVICE_SUBJECT, place: { ...PLACES[kind], row }, envelope }],
    );
    const opened = await this.keys.openAll(sealed);
    const byIndex = new Map(
      opened.map((one, i) => [sealed[i]?.index, one.opened ? one.value : null] as const),
    );
    return texts.map((_, index) => byIndex.get(index) ?? null);
  }
}
