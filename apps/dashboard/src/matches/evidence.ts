import { call } from '../api/call.ts';

export interface Evidence {
  readonly matchId: string;
  readonly checkpoint: string | null;
  readonly size: number;
  readonly accesses: boolean;
  readonly items: readonly EvidenceItem[];
  readonly nextAfter: number | null;
}

export interface EvidenceItem {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly pending: boolean;
  readonly index: number | null;
}

const page = (matchId: string, after: number | null, signal?: AbortSignal) =>
  call<Evidence>('GET', `evidence/matches/${matchId}`, { query: { after }, signal });

/** The first page is enough to see how things stand: it holds a match's own events and its first accesses. */
export const evidenceOf = (matchId: string, signal?: AbortSignal) => page(matchId, null, signal);

/** Everything, as the service proves it: to be kept, and checked elsewhere. */
export async function proofBundle(matchId: string): Promise<Blob> {
  const pages = [await page(matchId, null)];
  for (let last = pages[0]; last !== undefined && last.nextAfter !== null; last = pages.at(-1)) {
    pages.push(await page(matchId, last.nextAfter));
  }
  const whole = pages.length === 1 ? pages[0] : pages;
  return new Blob([JSON.stringify(whole, null, 2)], { type: 'application/json' });
}
