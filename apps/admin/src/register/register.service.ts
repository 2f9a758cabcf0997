import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { AdminSecrets } from '../config/admin-secrets.js';
import type { Language, Text } from '../documents/language.js';
import { PublicUrl } from '../http/public-url.js';
import { PrismaRetentionRules } from '../retention/prisma-retention-rules.js';
import { type RetentionRule, ruleFor } from '../retention/retention-rule.js';
import { ServiceSettings } from '../settings/service-settings.js';
import { RETENTION_GROUND_TEXTS } from '../subject-reports/report-texts.js';
import { PrismaRegister } from './prisma-register.js';
import { DATA, PERSONS, WORDS } from './register-texts.js';
import type { RegisteredSecurityView, RegisterView } from './register.view.js';

/** The register of processing, from what is really set and stored. */
@Injectable()
export class RegisterService {
  constructor(
    private readonly register: PrismaRegister,
    private readonly rules: PrismaRetentionRules,
    private readonly settings: ServiceSettings,
    private readonly config: AdminConfig,
    private readonly secrets: AdminSecrets,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param within the application the reader is confined to; null for all */
  async make(language: Language, within: string | null): Promise<RegisterView> {
    const say = (text: Text) => text[language];
    const rules = await this.rules.inForce();
    const purposes = await this.register.purposes(within);
    const operators = await this.register.operators(within);
    const webhooks = await this.register.webhookApplications(within);
    return {
      ...{ language, generatedAt: new Date(this.clock.now()).toISOString(), activity: say(WORDS.activity) },
      applications: await this.register.applications(within),
      purposes: purposes.map((seen) => {
        const rule = ruleFor(rules, seen);
        return { ...seen, ruleId: rule?.id ?? null, retention: retentionText(rule, language) };
      }),
      ...{ persons: PERSONS.map(say), data: DATA.map(say) },
      recipients: [
        say(this.config.sandbox ? WORDS.sandbox : WORDS.dqe),
        ...operators.map((operator) => `${say(WORDS.operator)}: ${operator}`),
        ...webhooks.map((application) => `${application}: ${say(WORDS.webhook)}`),
      ],
      transfers: [say(WORDS.transfer)],
      security: await this.security(language),
    };
  }

  private async security(language: Language): Promise<RegisteredSecurityView> {
    const { fourEyes } = await this.settings.current();
    const { production, rateLimit } = this.config;
    const masterKeys = this.secrets.masterKeys.length;
    const embedded = this.register.embedded;
    const french = language === 'fr';
    const acts = fourEyes.join(', ');
    const measures = french
      ? [
          `Base de données : ${embedded ? 'embarquée' : 'serveur PostgreSQL'}`,
          `Chiffrement AES-256-GCM ; clés maîtresses : ${masterKeys}`,
          fourEyes.length === 0
            ? 'Principe des quatre yeux : pour aucun acte'
            : `Principe des quatre yeux : ${acts}`,
          'Journal de chaque accès, qui ne peut être désactivé',
          'Données masquées, sauf consultation motivée et enregistrée',
        ]
      : [
          `Database: ${embedded ? 'embedded' : 'PostgreSQL server'}`,
          `Encryption with AES-256-GCM; master keys: ${masterKeys}`,
          fourEyes.length === 0 ? 'Four eyes: for no act' : `Four eyes: ${acts}`,
          'Log of every access, which cannot be switched off',
          'Data masked, unless revealed for a reason, on record',
        ];
    return {
      ...{
        database: embedded ? 'embedded' : 'postgresql',
        masterKeys,
        fourEyes,
        production,
        rateLimit,
        measures,
      },
      https: this.publicUrl.base.startsWith('https:'),
    };
  }
}

export function retentionText(rule: RetentionRule | undefined, language: Language): string {
  if (rule === undefined) return WORDS.unruled[language];
  const ground = RETENTION_GROUND_TEXTS[rule.ground]?.[language] ?? rule.ground;
  const from = {
    settlement: { en: 'its end', fr: 'sa fin' },
    relationship_end: { en: 'the end of the relationship', fr: 'la fin de la relation' },
  }[rule.clock][language];
  return language === 'fr'
    ? `${rule.days} jours après ${from} (${ground})${rule.duty ? ', obligatoire' : ''}`
    : `${rule.days} days after ${from} (${ground})${rule.duty ? ', by legal duty' : ''}`;
}
