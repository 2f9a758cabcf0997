import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { confinementOf, type Principal } from '../access/principal.js';
import { CLOCK } from '../clock.module.js';
import type { Language, Text } from '../documents/language.js';
import { EvidenceKeys } from '../evidence/keys/evidence-keys.js';
import { EvidenceService } from '../evidence/proofs/evidence.service.js';
import { PublicUrl } from '../http/public-url.js';
import { STEPS } from '../subject-reports/report-texts.js';
import { explained } from './explanation.js';
import type { ExplainedEvidenceView, ExplanationView } from './explanation.view.js';
import { PrismaExplanation } from './prisma-explanation.js';

/** Explains a match to whom it concerns, and to whoever oversees the service. */
@Injectable()
export class ExplanationsService {
  constructor(
    private readonly matches: PrismaExplanation,
    private readonly evidence: EvidenceService,
    private readonly keys: EvidenceKeys,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns null where there is no such match for them */
  async explain(id: string, language: Language, principal: Principal): Promise<ExplanationView | null> {
    const within = confinementOf(principal);
    const found = await this.matches.find(id, within);
    if (found === null) return null;
    return {
      ...explained(found, new Date(this.clock.now()), language),
      evidence: await this.proofOf(id, within, language),
    };
  }

  private async proofOf(
    id: string,
    within: string | null,
    language: Language,
  ): Promise<ExplainedEvidenceView> {
    const { checkpoint, items } = await this.evidence.placesOf(id, within);
    return {
      events: items.map(({ type, at, index }) => ({
        ...{ type, at, index, meaning: meaningOf(type)?.[language] ?? type },
      })),
      checkpoint:
        checkpoint === null
          ? null
          : {
              ...{ origin: this.keys.origin, size: checkpoint.size },
              root: Buffer.from(checkpoint.root).toString('base64'),
            },
      verifierKeys: this.keys.verifierKeys,
      commands: this.commands(),
    };
  }

  /** As docs/evidence.md has them. The key of whoever checks is in `$KEY`: it is in no command, and in no document. */
  private commands(): readonly string[] {
    const evidence = this.publicUrl.resolve('/api/v1/evidence');
    return [
      `curl -s ${evidence}/key > key`,
      `curl -s ${evidence}/checkpoint > checkpoint`,
      `DQE_VERIFY_TOKEN=$KEY npx dqe-verify ${evidence}/log --key key --checkpoint checkpoint`,
    ];
  }
}

const meaningOf = (type: string) => (STEPS as Readonly<Record<string, Text>>)[type.replace(/^match\./, '')];
