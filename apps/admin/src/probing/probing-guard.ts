import { Injectable } from '@nestjs/common';
import type { Access } from '../access/access.js';
import type { AccessEvent } from '../access/access-event.js';
import { Problem } from '../http/problem.js';
import { ServiceSettings } from '../settings/service-settings.js';
import { type Probing, type ProbingGate, PrismaProbing } from './prisma-probing.js';
import { ProbingMetrics } from './probing-metrics.js';
import type { ProbingSuspectedError } from './probing-suspected.error.js';

/**
 * A similarity score lets somebody guess a value one try at a time. Whoever tries many identities on one number, or
 * comes closer from try to try, is turned away for a while, and people are told.
 */
@Injectable()
export class ProbingGuard {
  constructor(
    private readonly settings: ServiceSettings,
    private readonly probing: PrismaProbing,
    private readonly metrics: ProbingMetrics,
  ) {}

  /** @returns null where it is switched off */
  async gate(): Promise<ProbingGate | null> {
    const { probing } = await this.settings.current();
    return probing.enabled ? this.probing.gate(probing) : null;
  }

  /** Somebody was turned away: tells people, if nobody has, and says what to answer. */
  async turnedAway({ subjectId }: ProbingSuspectedError, access: Access): Promise<Problem> {
    this.metrics.refused();
    const probing = await this.probing.find(subjectId);
    if (probing !== null && probing.reportedAt === null) {
      if (await this.probing.report(probing, eventOf(probing, access))) this.metrics.detected(probing.kind);
    }
    const { throttleMinutes } = (await this.settings.current()).probing;
    return probingSuspected(throttleMinutes);
  }
}

/**
 * Tries of all applications count, so a key that is confined to its own must not learn from the record what it is told
 * nothing of: unless the match is its own, the line belongs to no application.
 */
function eventOf({ matchId, kind, identities, climbs, application }: Probing, access: Access): AccessEvent {
  const event = access.event('allowed', { kind, identities, climbs }, 'probe.detected');
  return {
    ...event,
    target: { type: 'match', id: matchId },
    application: application === event.application ? application : null,
  };
}

/** How long it takes is always told in full: what is left of it would tell when others tried. */
const probingSuspected = (throttleMinutes: number): Problem =>
  new Problem({
    status: 429,
    code: 'probing_suspected',
    detail:
      'Too many different identities were tried on this number. DQE was not asked. Identities that were tried before are still answered; others after Retry-After.',
    headers: { 'retry-after': String(throttleMinutes * 60) },
  });
