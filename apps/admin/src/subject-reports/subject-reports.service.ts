import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import { AccessRecorder } from '../access/access-recorder.js';
import { confinementOf } from '../access/principal.js';
import { CLOCK } from '../clock.module.js';
import type { Language } from '../documents/language.js';
import { isActive } from '../holds/legal-hold.js';
import { PrismaLegalHolds } from '../holds/prisma-legal-holds.js';
import { PrismaRelationships } from '../relationships/prisma-relationships.js';
import { PrismaRetentionRules } from '../retention/prisma-retention-rules.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { PrismaUnassignedMatches } from '../subjects/prisma-unassigned-matches.js';
import { PrismaSubjectReport } from './prisma-subject-report.js';
import { reportedMatch } from './subject-report.js';
import type { SubjectReportView } from './subject-report.view.js';

/** All that is held on a number, for whoever it belongs to. A key reports what its own application holds. */
@Injectable()
export class SubjectReportsService {
  constructor(
    private readonly subjects: PrismaSubjects,
    private readonly unassigned: PrismaUnassignedMatches,
    private readonly reader: PrismaSubjectReport,
    private readonly rules: PrismaRetentionRules,
    private readonly relationships: PrismaRelationships,
    private readonly holds: PrismaLegalHolds,
    private readonly recorder: AccessRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param number E.164
   * @throws UnassignedMatchesError
   */
  async make(number: string, language: Language, access: Access): Promise<SubjectReportView> {
    await this.unassigned.refuse();
    const now = this.clock.now();
    const at = new Date(now);
    const head = { language, generatedAt: at.toISOString(), number };
    const subject = await this.subjects.find(number);
    if (subject === null) return { ...head, held: false, matches: [], relationships: [], holds: [] };
    const within = confinementOf(access.principal);
    const rules = await this.rules.inForce();
    const rows = await this.reader.matchesOf(subject.id, within, at);
    const relationships = await this.relationships.ofSubject(subject.id, within);
    // One that would tip somebody off is left out altogether, not shown without its reason.
    const holds = (await this.holds.ofSubject(subject.id, within)).filter(
      (hold) => hold.disclose && isActive(hold, now),
    );
    // The attempt is on record already; now it is known whom it is about.
    access.concerns(subject.id);
    await this.recorder.record(access.event('allowed', { language, matches: rows.length }));
    return {
      ...head,
      held: rows.length + relationships.length + holds.length > 0,
      matches: rows.map((row) => reportedMatch(row, rules, at, language)),
      relationships: relationships.map(({ application, endedAt }) => ({
        ...{ application, endedAt: endedAt?.toISOString() ?? null },
      })),
      holds: holds.map(({ createdAt, until, matchId, reason }) => ({
        ...{ since: createdAt.toISOString(), until: until?.toISOString() ?? null, matchId, reason },
      })),
    };
  }
}
