import type { ApprovalKind } from '../approvals/approval-kinds.js';

/** When it is probing to try identities on one number, and what follows. */
export interface ProbingSettings {
  readonly enabled: boolean;
  /** Minutes that are looked back on. */
  readonly windowMinutes: number;
  /** Different identities that may be tried on one number within the window; one more is probing. */
  readonly maxIdentities: number;
  /** How often, within the window, one may come closer than all before; the next other identity is probing. */
  readonly maxClimbs: number;
  /** Minutes for which no other identity is tried on the number then. */
  readonly throttleMinutes: number;
}

/** What is set for the whole service. */
export interface Settings {
  /** The kinds of acts that take a second person. */
  readonly fourEyes: readonly ApprovalKind[];
  /** Hours after which a request for a second person is over. */
  readonly approvalHours: number;
  readonly probing: ProbingSettings;
}

/** What may be changed; undefined leaves it as it is. */
export interface SettingsChange {
  readonly fourEyes?: readonly ApprovalKind[];
  readonly approvalHours?: number;
  readonly probing?: { readonly [Name in keyof ProbingSettings]?: ProbingSettings[Name] | undefined };
}

/** Least and most of each number; the database holds the same. */
export const LIMITS = {
  approvalHours: [1, 168],
  windowMinutes: [1, 10_080],
  maxIdentities: [2, 1_000],
  maxClimbs: [1, 1_000],
  throttleMinutes: [1, 10_080],
} as const;

export function changed(settings: Settings, { fourEyes, approvalHours, probing }: SettingsChange): Settings {
  const { enabled, windowMinutes, maxIdentities, maxClimbs, throttleMinutes } = settings.probing;
  return {
    // Sorted, so that the same set is the same list.
    fourEyes: fourEyes === undefined ? settings.fourEyes : [...fourEyes].sort(),
    approvalHours: approvalHours ?? settings.approvalHours,
    probing: {
      enabled: probing?.enabled ?? enabled,
      windowMinutes: probing?.windowMinutes ?? windowMinutes,
      maxIdentities: probing?.maxIdentities ?? maxIdentities,
      maxClimbs: probing?.maxClimbs ?? maxClimbs,
      throttleMinutes: probing?.throttleMinutes ?? throttleMinutes,
    },
  };
}

/** Whether less is protected than before. The database's function `weakens` says the same. */
export function isWeaker(settings: Settings, before: Settings): boolean {
  const [now, old] = [settings.probing, before.probing];
  return (
    before.fourEyes.some((kind) => !settings.fourEyes.includes(kind)) ||
    settings.approvalHours > before.approvalHours ||
    (old.enabled &&
      (!now.enabled ||
        now.windowMinutes < old.windowMinutes ||
        now.maxIdentities > old.maxIdentities ||
        now.maxClimbs > old.maxClimbs ||
        now.throttleMinutes < old.throttleMinutes))
  );
}

/** All of it in one level, as an approval holds it; the database compares it with what is written. */
export const flat = ({ fourEyes, approvalHours, probing }: Settings) => ({
  fourEyes,
  approvalHours,
  probingEnabled: probing.enabled,
  probingWindowMinutes: probing.windowMinutes,
  probingMaxIdentities: probing.maxIdentities,
  probingMaxClimbs: probing.maxClimbs,
  probingThrottleMinutes: probing.throttleMinutes,
});

/** Which settings differ, by name. */
export function differences(settings: Settings, before: Settings): readonly string[] {
  const [now, old] = [flat(settings), flat(before)];
  return (Object.keys(now) as (keyof typeof now)[]).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(old[name]),
  );
}
