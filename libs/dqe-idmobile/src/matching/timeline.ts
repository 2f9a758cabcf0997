import type { MatchTrace } from '../client/dqe-client.js';
import type { MatchingAnswer } from '../client/wire-answer.js';
import type { Clock } from '../options/clock.js';
import type { MatchEvent, MatchEventType } from './match.js';

/** Gathers the events of one match until they are stored with the change they led to. */
export class Timeline implements MatchTrace {
  private events: MatchEvent[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly startedAt = clock.now(),
  ) {}

  /** @param since when the step began, in milliseconds since the epoch */
  add(type: MatchEventType, data: MatchEvent['data'] = {}, since?: number): void {
    const now = this.clock.now();
    this.events.push({ type, at: new Date(now), durationMs: since === undefined ? null : now - since, data });
  }

  token(kind: 'fresh' | 'shared', startedAt: number): void {
    this.add('token', { kind }, startedAt);
  }

  sent(attempt: number): void {
    this.add('sent', { attempt });
  }

  answered(answer: MatchingAnswer, startedAt: number): void {
    this.add(
      'answered',
      { answer: answer.kind, errorId: answer.kind === 'error' ? answer.errorId : null },
      startedAt,
    );
  }

  /** The last event; its duration is that of everything since the timeline began. */
  settled(data: MatchEvent['data']): void {
    this.add('settled', data, this.startedAt);
  }

  /** Hands over what was gathered. */
  take(): readonly MatchEvent[] {
    const taken = this.events;
    this.events = [];
    return taken;
  }
}
