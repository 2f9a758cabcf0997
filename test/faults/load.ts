import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DqeSandbox, sandboxLoadNumber, SANDBOX_TEST_IDENTITY } from 'nestjs-dqe-idmobile/testing';
import type { Caller, Reply } from './call.js';
import type { Chance } from './chance.js';
import type { Entry, Ledger } from './ledger.js';

/** Where browsers come out in the end; nobody is there, and nobody goes there. */
export const RETURN_URL = 'http://shop.example/done';

export interface LoadParts {
  readonly caller: Caller;
  /** An instance that is believed to live. */
  readonly url: () => string | null;
  readonly sandbox: DqeSandbox;
  readonly ledger: Ledger;
  readonly chance: Chance;
}

/** How a browser got to the operator's page, and what it brings back from there. */
interface Way {
  readonly page: string;
  readonly cookie?: string | undefined;
}

const { lastname: lastName, firstname: firstName, birthdate: birthDate } = SANDBOX_TEST_IDENTITY;

/**
 * Callers who make matches, each with a number of its own, and customers who go through their consent. They go on
 * through every fault, as real ones would: with an Idempotency-Key they ask again, without they do not.
 */
export class Load {
  private stopping = false;
  private readonly workers: Promise<void>[] = [];

  constructor(private readonly parts: LoadParts) {}

  start(callers: number): this {
    for (let i = 0; i < callers; i += 1) this.workers.push(this.work());
    return this;
  }

  /** Nobody begins anything new; what was begun is brought to its end, for which the service has to be there. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.workers);
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      await this.match();
      await sleep(this.parts.chance.whole(5, 60));
    }
  }

  private async match(): Promise<void> {
    const { ledger, chance } = this.parts;
    const kind = chance.next();
    const index = ledger.entries.size;
    const consents = kind < 0.35;
    // A tenth have a number of no operator, which is error 13.
    const number =
      kind > 0.9
        ? `0612${String(index).padStart(6, '0')}`
        : sandboxLoadNumber(consents ? 'consent' : 'scores', index);
    const reference = `match-${index}`;
    const consent = chance.happens(0.7) ? { returnUrl: RETURN_URL } : {};
    const entry = ledger.open({
      ...{ reference, number, key: chance.happens(0.7) ? randomUUID() : null },
      body: { number, identity: { lastName, firstName, birthDate }, reference, ...(consents && { consent }) },
    });
    const reply = await this.asked(entry);
    // One in five closes the browser on the operator's page.
    if (reply?.body?.consent?.url !== undefined && !chance.happens(0.2)) await this.consent(entry, reply);
  }

  /** @returns null where it will never be known */
  private async asked(entry: Entry): Promise<Reply | null> {
    const { caller, ledger, chance } = this.parts;
    for (;;) {
      const url = this.parts.url();
      if (url !== null) {
        const headers: Record<string, string> = entry.key === null ? {} : { 'idempotency-key': entry.key };
        const reply = await caller.call('POST', `${url}/api/v1/matches`, entry.body, headers);
        const next = reply === null ? 'come back' : ledger.answered(entry, reply);
        if (next === 'done') return reply;
        if (entry.key === null) return null;
      }
      await sleep(chance.whole(20, 200));
    }
  }

  /** The customer decides, and the callback comes: once, twice or three times, together or one after the other. */
  private async consent(entry: Entry, { body }: Reply): Promise<void> {
    const { sandbox, chance } = this.parts;
    // Half of them come through our link, as all should.
    const way: Way | null = chance.happens(0.5)
      ? await this.openLink(entry, body.consent)
      : { page: body.consent.url };
    if (way === null) return;
    const decision = chance.happens(0.8) ? 'agree' : 'refuse';
    let location: string;
    try {
      location = await sandbox.consent(way.page, decision);
    } catch {
      return; // the session is over: the caller had to ask for too long
    }
    const { pathname, search } = new URL(location);
    const copies = Array.from({ length: chance.whole(1, 3) }, async (_, copy) => {
      if (copy > 0) await sleep(chance.whole(0, 400));
      await this.comeBack(entry, body.id, pathname + search, way.cookie);
    });
    await Promise.all(copies);
  }

  /** @returns the operator's page and the cookie the browser brings back; null where the session is over */
  private async openLink(
    entry: Entry,
    { link, url: page }: { link: string; url: string },
  ): Promise<Way | null> {
    const { caller, ledger, chance } = this.parts;
    for (;;) {
      const url = this.parts.url();
      const reply = url === null ? null : await caller.call('GET', url + new URL(link).pathname);
      if (reply?.status === 303 && reply.location === page) return { page, cookie: reply.cookie };
      if (reply !== null && [200, 303, 410].includes(reply.status)) return null;
      if (reply !== null && reply.status !== 503) {
        ledger.wrong.push(`${entry.reference}: the link was answered ${reply.status}`);
        return null;
      }
      await sleep(chance.whole(20, 200));
    }
  }

  /** A browser reloads until there is a page that tells it something. */
  private async comeBack(entry: Entry, id: string, path: string, cookie?: string): Promise<void> {
    const { caller, ledger, chance } = this.parts;
    for (;;) {
      const url = this.parts.url();
      const headers: Record<string, string> = cookie === undefined ? {} : { cookie };
      const reply = url === null ? null : await caller.call('GET', url + path, undefined, headers);
      if (reply?.status === 303) {
        const status = new URL(reply.location ?? '').searchParams.get('status') ?? '';
        if (status !== 'retrieving') entry.told.push({ what: 'outcome', id, status });
        return;
      }
      if (reply !== null && [200, 409, 410].includes(reply.status)) return;
      if (reply !== null && reply.status !== 503) {
        ledger.wrong.push(`${entry.reference}: the callback was answered ${reply.status}`);
        return;
      }
      await sleep(chance.whole(20, 200));
    }
  }
}
