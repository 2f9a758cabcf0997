import { Injectable } from '@nestjs/common';
import { LocalKeyWrapper, rotate } from 'sealed-fields';
import type { MasterKeyUse, MoveOptions } from '../sealing/master-key-use.js';
import { PrismaSubjectKeyStore } from '../subjects/prisma-subject-key-store.js';

const BATCH = 200;

/** The data keys of subjects, as what master keys wrap. */
@Injectable()
export class DataKeys implements MasterKeyUse {
  readonly name = 'dataKeys';
  readonly temporary = false;

  constructor(
    private readonly store: PrismaSubjectKeyStore,
    private readonly wrapper: LocalKeyWrapper,
  ) {}

  counts(): Promise<ReadonlyMap<string, number>> {
    return this.store.countByMasterKey();
  }

  async move({ signal, onBatch }: MoveOptions): Promise<void> {
    let before = { moved: 0, refused: 0 };
    await rotate(this.store, this.wrapper, {
      batch: BATCH,
      signal,
      onProgress: async ({ rewrapped: moved, refused }) => {
        await onBatch({ moved: moved - before.moved, refused: refused - before.refused });
        before = { moved, refused };
      },
    });
  }
}
