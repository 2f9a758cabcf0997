import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Access } from '../access/access.js';
import { AccessRecorder } from '../access/access-recorder.js';
import { Callers } from '../access/callers.js';
import { confinementOf } from '../access/principal.js';
import { Problem } from '../http/problem.js';
import { LiveFeed } from './live-feed.js';
import { LiveListener } from './live-listener.js';

/** On one instance, and of one key or person. */
const [MOST, MOST_OF_ONE] = [200, 10] as const;
/** How often a listener hears that we are there, and is asked for what it came with. */
const HEARTBEAT_MS = 15_000;

/** Who listens: how many, for how long, and on record. */
@Injectable()
export class LiveService {
  private readonly open = new Map<LiveListener, string>();

  constructor(
    private readonly feed: LiveFeed,
    private readonly callers: Callers,
    private readonly recorder: AccessRecorder,
  ) {}

  /**
   * @param since the last index they heard of
   * @throws Problem 503 where too many listen
   */
  async listen(request: FastifyRequest, access: Access, since: number | null): Promise<Readable> {
    const { kind, id } = access.principal;
    const who = `${kind}:${id}`;
    const own = [...this.open.values()].filter((other) => other === who).length;
    if (this.feed.stopping || own >= MOST_OF_ONE || this.open.size >= MOST) throw tooMany();
    const listener = new LiveListener(confinementOf(access.principal));
    // Taken before anything is waited for: ten who come at once are counted, too. And given back whenever they go.
    this.open.set(listener, who);
    listener.body.once('close', () => {
      this.open.delete(listener);
      this.feed.remove(listener);
    });
    try {
      // That it begins is on record before its first byte, and how many it showed when it has ended.
      await this.recorder.record(access.event('allowed', { resumed: since !== null }));
      access.isOnRecord();
      await this.feed.add(listener, since);
    } catch (error) {
      listener.body.destroy();
      throw error;
    }
    const timer = setInterval(() => void this.beat(listener, request, access), HEARTBEAT_MS).unref();
    listener.body.once('close', () => {
      clearInterval(timer);
      const ended = access.event('allowed', { count: listener.shown }, 'match.streamed');
      // Nobody is left to be told: that it began is on record, and the log tells what was there to see.
      this.recorder.record(ended).catch(() => undefined);
    });
    return listener.body;
  }

  private async beat(listener: LiveListener, request: FastifyRequest, access: Access): Promise<void> {
    const standing = await this.stands(request, access).catch(() => false);
    if (standing) listener.heartbeat(this.feed.heardTo);
    else listener.end();
  }

  /** Whether whoever began it could begin it now. */
  private async stands(request: FastifyRequest, { principal, demand }: Access): Promise<boolean> {
    const now = await this.callers.identifyAgain(request);
    return (
      now.known &&
      now.principal.kind === principal.kind &&
      now.principal.id === principal.id &&
      now.principal.permissions.has(demand.permission) &&
      confinementOf(now.principal) === confinementOf(principal)
    );
  }
}

const tooMany = () =>
  new Problem({
    status: 503,
    code: 'too_many_listeners',
    detail: `Too many follow the matches live: ${MOST_OF_ONE} for one key or person, ${MOST} in all. Close some, or come back.`,
    headers: { 'retry-after': '30' },
  });
