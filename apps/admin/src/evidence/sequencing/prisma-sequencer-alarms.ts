import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { AccessEvent } from '../../access/access-event.js';
import { timeId } from '../../access/time-id.js';
import { insertOf } from '../../audit/prisma-access-log.js';
import { CLOCK } from '../../clock.module.js';
import { PrismaDatabase } from '../../persistence/prisma-database.js';

/** Puts on record that the log is not gone on with. It waits for the log like any event. */
@Injectable()
export class PrismaSequencerAlarms {
  constructor(
    private readonly database: PrismaDatabase,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param code why not */
  async raise(code: string): Promise<void> {
    const now = this.clock.now();
    const alarm: AccessEvent = {
      ...{
        id: timeId(now),
        at: new Date(now),
        actor: { kind: 'service', id: 'sequencer' },
        application: null,
      },
      ...{ action: 'evidence.alarm', target: { type: 'evidence', id: null }, outcome: 'failed' },
      ...{ permission: null, requestId: null, data: { codes: [code] } },
    };
    await this.database.client.$executeRaw(insertOf([alarm]));
  }
}
