export const LIMITS = ['windowMinutes', 'maxIdentities', 'maxClimbs', 'throttleMinutes'] as const;

/** What is set for the whole service. */
export interface Settings {
  readonly fourEyes: readonly string[];
  readonly approvalHours: number;
  readonly probing: Readonly<Record<(typeof LIMITS)[number], number>> & { readonly enabled: boolean };
}

/** Which master key protects how much. */
export interface MasterKeys {
  readonly primary: string;
  readonly keys: readonly MasterKey[];
  readonly rotation: {
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly total: number;
    readonly moved: number;
    readonly refused: number;
  } | null;
}

export interface MasterKey {
  readonly id: string;
  readonly primary: boolean;
  readonly dataKeys: number;
  readonly earlierMatches: number;
  readonly webhooks: number;
  readonly mayRetire: boolean;
}
