import { Injectable } from '@nestjs/common';
import type { CreateMatchDto } from './create-match.dto.js';
import { type DqeAnswer, DqeService } from './dqe.service.js';
import { PrismaService } from './prisma.service.js';

@Injectable()
export class MatchesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly dqe: DqeService,
  ) {}

  async create({ number, identity, reference }: CreateMatchDto) {
    const match = await this.prisma.match.create({ data: { number, identity: { ...identity }, reference } });
    const answer = await this.dqe.match(number, identity);
    return this.prisma.match.update({ where: { id: match.id }, data: outcomeOf(answer) });
  }

  list() {
    return this.prisma.match.findMany({ orderBy: { createdAt: 'desc' }, take: 50 });
  }
}

export function outcomeOf(answer: DqeAnswer) {
  const rejected = answer.status === 'error';
  return {
    status: rejected ? 'rejected' : 'scored',
    operator: answer.operator,
    scores: rejected ? undefined : { ...answer },
    verdict: rejected ? undefined : verdictOf(answer),
    errorId: answer.error_id,
    settledAt: new Date(),
  };
}

function verdictOf({ family_name: family, given_name: given, birthdate }: DqeAnswer): string {
  const scores = [family, given, birthdate].filter((score): score is number => typeof score === 'number');
  if (scores.length < 2) return 'insufficient';
  if (scores.every((score) => score >= 0.8)) return 'match';
  return scores.some((score) => score < 0.5) ? 'mismatch' : 'partial';
}
