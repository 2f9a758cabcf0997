import { Injectable } from '@nestjs/common';
import { type Envelope, SubjectErasedError, SubjectKeys, type WrappedKey } from 'sealed-fields';
import { Sealer } from '../sealing/sealer.js';
import { oldPlaceOf, placeOf, type SealedColumn } from './sealed-columns.js';

/** A value as a row holds it. */
export interface SealedValue {
  /** Whose it is; null: sealed by an earlier release. */
  readonly subjectId: string | null;
  readonly matchId: string;
  readonly column: SealedColumn;
  readonly envelope: Uint8Array | null;
}

type Plain = Readonly<Partial<Record<SealedColumn, string | null>>>;
export type SealedFields<Values extends Plain> = {
  readonly [Column in keyof Values]: null extends Values[Column] ? Envelope | null : Envelope;
};

/** Seals and opens what a match holds of a person, under the data key of that person. */
@Injectable()
export class MatchSeals {
  constructor(
    private readonly keys: SubjectKeys,
    private readonly sealer: Sealer,
  ) {}

  /**
   * @param subjectId null: as an earlier release would have, for a match of its that has not been sealed anew yet
   * @throws SubjectErasedError nothing more is sealed for this person
   */
  async seal<Values extends Plain>(
    subjectId: string | null,
    matchId: string,
    values: Values,
  ): Promise<SealedFields<Values>> {
    if (subjectId === null) {
      return sealedBy(values, (value, column) => this.sealer.seal(value, oldPlaceOf(column, matchId)));
    }
    return this.keys.toSeal([subjectId], (lent) => {
      const key = lent.of(subjectId);
      return sealedBy(values, (value, column) => key.seal(value, placeOf(column, matchId)));
    });
  }

  /**
   * For a person who comes into being by the write that opens the match; see `SubjectKeys.toSealFirst`.
   * @param write stores what was sealed, and the key; null where it has not
   */
  sealFirst<Values extends Plain, T>(
    subjectId: string,
    matchId: string,
    values: Values,
    write: (sealed: SealedFields<Values>, key: WrappedKey) => PromiseLike<T | null>,
  ): Promise<T | null> {
    return this.keys.toSealFirst(subjectId, (key, wrapped) =>
      write(
        sealedBy(values, (value, column) => key.seal(value, placeOf(column, matchId))),
        wrapped,
      ),
    );
  }

  /** @returns each value in its place; null where there was none, and where its person was erased */
  async openAll(sealed: readonly SealedValue[]): Promise<(string | null)[]> {
    const current = sealed.flatMap(({ subjectId, matchId, column, envelope }) =>
      subjectId === null || envelope === null
        ? []
        : [{ subject: subjectId, place: placeOf(column, matchId), envelope }],
    );
    const opened = (current.length === 0 ? [] : await this.keys.openAll(current)).values();
    return sealed.map(({ subjectId, matchId, column, envelope }) => {
      if (envelope === null) return null;
      if (subjectId === null) return this.sealer.open(envelope, oldPlaceOf(column, matchId));
      const { value: one } = opened.next();
      if (one?.opened === true) return one.value;
      if (one?.error instanceof SubjectErasedError) return null;
      throw one?.error ?? new Error('each sealed value is opened once');
    });
  }

  /** For a person whom another process has erased: this one forgets the key at once. */
  forget(subjectId: string): void {
    this.keys.revoke(subjectId);
  }
}

function sealedBy<Values extends Plain>(
  values: Values,
  seal: (value: string, column: SealedColumn) => Envelope,
): SealedFields<Values> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [
      column,
      value == null ? null : seal(value, column as SealedColumn),
    ]),
  ) as SealedFields<Values>;
}
