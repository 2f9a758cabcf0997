import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { CreateMatchDto } from './create-match.dto.js';
import { DqeService } from './dqe.service.js';
import { outcomeOf } from './matches.service.js';

/** Asks DQE and answers: the same app without a database, so that it can be told what nobody can do without. */
@Injectable()
export class UnstoredMatches {
  constructor(private readonly dqe: DqeService) {}

  async create({ number, identity, reference }: CreateMatchDto) {
    const outcome = outcomeOf(await this.dqe.match(number, identity));
    return { id: randomUUID(), number, identity, reference, createdAt: new Date(), ...outcome };
  }

  list() {
    return [];
  }
}
