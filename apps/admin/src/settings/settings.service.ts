import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import type { ApprovalRecord } from '../approvals/approval-record.js';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { CLOCK } from '../clock.module.js';
import { PrismaSettings } from './prisma-settings.js';
import { ServiceSettings } from './service-settings.js';
import { ReasonNeededError, refuseConfined, SettingsChangedError } from './settings-errors.js';
import {
  changed,
  differences,
  flat,
  isWeaker,
  type Settings,
  type SettingsChange,
} from './settings-record.js';

/** The one row. */
const TARGET = { type: 'settings', id: 'service' } as const;

export type SettingsOutcome =
  { readonly settings: Settings; readonly approval: null } | { readonly approval: ApprovalRecord };

/** Changes what is set for the whole service. Where `settings` takes a second person, weakening does; nothing else. */
@Injectable()
export class SettingsService {
  constructor(
    private readonly store: PrismaSettings,
    private readonly settings: ServiceSettings,
    private readonly approvals: ApprovalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws SettingsConfinedError ReasonNeededError SettingsChangedError ApprovalNotUsableError */
  async change(
    change: SettingsChange,
    { reason, approvalId }: { readonly reason?: string; readonly approvalId?: string },
    access: Access,
  ): Promise<SettingsOutcome> {
    refuseConfined(access.principal);
    const before = await this.settings.read();
    const settings = changed(before, change);
    let approval: string | null = null;
    if (isWeaker(settings, before) && before.fourEyes.includes('settings')) {
      if (reason === undefined && approvalId === undefined) throw new ReasonNeededError();
      const act = { kind: 'settings', target: TARGET, subjectId: null, payload: flat(settings) } as const;
      const admission = await this.approvals.admit({ ...act, reason: reason ?? '' }, approvalId, access);
      if (!admission.granted) return { approval: admission.approval };
      approval = admission.approvalId;
    }
    const { kind, id } = access.principal;
    const event = access.event('allowed', { fields: differences(settings, before) });
    const by = { at: new Date(this.clock.now()), actor: { kind, id }, approvalId: approval };
    if (!(await this.store.write(settings, before, by, event))) throw new SettingsChangedError();
    access.isOnRecord();
    this.settings.forget();
    return { settings, approval: null };
  }
}
