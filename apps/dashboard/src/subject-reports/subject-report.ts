import type { Language } from '../i18n/languages.ts';

/** All that is held on a number, in clear, as the service tells it: `meaning` is in `language`. */
export interface SubjectReport {
  readonly language: Language;
  readonly generatedAt: string;
  readonly number: string;
  readonly held: boolean;
  readonly matches: readonly ReportedMatch[];
  readonly relationships: readonly { readonly application: string | null; readonly endedAt: string | null }[];
  readonly holds: readonly {
    readonly since: string;
    readonly until: string | null;
    readonly reason: string | null;
  }[];
}

export interface ReportedMatch {
  readonly id: string;
  readonly application: string;
  readonly purpose: string | null;
  readonly reference: string | null;
  readonly meaning: string;
  readonly operator: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly returnUrl: string | null;
  /** As received; null: there was none. */
  readonly answer: unknown;
  readonly verdict: {
    readonly policy: string;
    readonly meaning: string;
    readonly reasons: readonly string[];
  } | null;
  readonly verdictInForce: { readonly meaning: string; readonly since: string } | null;
  readonly reviews: readonly {
    readonly openedAt: string;
    readonly reason: string | null;
    readonly closedAt: string | null;
    readonly resolution: string | null;
    readonly closingReason: string | null;
  }[];
  readonly overrides: readonly {
    readonly at: string;
    readonly previousVerdict: string;
    readonly meaning: string;
    readonly reason: string | null;
  }[];
  readonly error: string | null;
  readonly consent: {
    readonly askedAt: string;
    readonly linkOpenedAt: string | null;
    readonly answeredAt: string | null;
  } | null;
  readonly timeline: readonly { readonly at: string; readonly meaning: string }[];
  readonly reveals: readonly {
    readonly at: string;
    readonly by: string;
    readonly fields: readonly string[];
  }[];
  readonly told: readonly { readonly at: string; readonly application: string; readonly type: string }[];
  readonly retention: { readonly meaning: string };
}

/** Whom it is about, as typed. In memory, as long as the page is open. */
export interface Wanted {
  readonly number: string;
  readonly country?: string;
}

/** A report, and for whom it was asked: what it takes to have it made in another language or as a page. */
export interface MadeReport {
  readonly wanted: Wanted;
  readonly report: SubjectReport;
}
