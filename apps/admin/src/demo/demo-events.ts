import { v7 as uuidv7 } from 'uuid';
import type { DemoMatch } from './demo-match.js';

export interface DemoEvent {
  readonly id: string;
  readonly matchId: string;
  readonly type: string;
  readonly at: string;
  readonly durationMs: number | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The timeline of a match of the sample data, as the service would have written it, short of its smallest steps. */
export function eventsOf(matchId: string, match: DemoMatch): readonly DemoEvent[] {
  const { at, tookMs, settledAt, consent, error, status, verdict, operator } = match;
  const event = (
    type: string,
    time: number,
    data: DemoEvent['data'] = {},
    durationMs: number | null = null,
  ): DemoEvent => ({
    ...{ id: uuidv7({ msecs: time }), matchId, type, at: new Date(time).toISOString(), durationMs, data },
  });
  const events = [event('requested', at)];
  if (status !== 'unknown') {
    const answer = consent !== null ? 'consent' : error === null ? 'scores' : 'error';
    const data = { answer, errorId: answer === 'error' ? (error?.id ?? null) : null };
    events.push(event('answered', at + tookMs, data, tookMs));
  }
  if (consent !== null) {
    const { openedAt, boundAt, claimedAt, expiresAt } = consent;
    events.push(
      event('consent_opened', openedAt, { operator, expiresAt: new Date(expiresAt).toISOString() }),
    );
    if (boundAt !== null) events.push(event('consent_link_opened', boundAt));
    if (claimedAt !== null) events.push(event('callback_received', claimedAt, { tokenMatches: true }));
  }
  if (settledAt !== null) {
    const outcome =
      verdict === null ? (error === null ? {} : { errorId: error.id }) : { verdict: verdict.result };
    events.push(event('settled', settledAt, { status, ...outcome }, settledAt - at));
  }
  return events;
}
