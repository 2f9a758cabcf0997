import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_NUMBERS, sandboxLoadNumber } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { serverUrl, testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

/** Two searches for what was left behind, and time for a slow machine. */
const SOON_MS = 30_000;

/** A way to PostgreSQL that loses the answer to one statement: it is carried out, and nobody is told. */
class ForgetfulWay {
  private statement: string | null = null;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(host: string, port: number) {
    this.server = createServer((near) => {
      const far = connect(port, host);
      let lost = false;
      near.on('data', (chunk: Buffer) => {
        if (this.statement !== null && chunk.includes(this.statement)) {
          this.statement = null;
          lost = true;
        }
        far.write(chunk);
      });
      far.on('data', (chunk: Buffer) => {
        // ReadyForQuery, the end of an answer: what was asked for is committed.
        if (!lost) near.write(chunk);
        else if (chunk.includes(READY)) near.destroy();
      });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
      }
    });
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  /** Of the next statement with these words. */
  loseAnswerTo(words: string): void {
    this.statement = words;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

(serverUrl === undefined ? describe.skip : describe)('PostgreSQL did it, and its answer was lost', () => {
  let database: TestDatabase;
  let way: ForgetfulWay;
  let service: AdminService;

  beforeAll(async () => {
    database = await testDatabase();
    const url = new URL(database.url!);
    way = new ForgetfulWay(url.hostname, Number(url.port || 5432));
    url.port = String(await way.listen());
    service = await AdminService.start({ database, env: { DATABASE_URL: url.href } });
  });
  afterAll(async () => {
    await service.close();
    await way.close();
    await database.drop();
  });

  const byReference = async (reference: string) =>
    (await service.get(`/api/v1/matches?reference=${reference}`)).body.items[0];
  const ended = (reference: string) =>
    eventually(
      () => byReference(reference),
      (match) => match.settledAt !== null,
      SOON_MS,
    );
  const types = async (id: string) => (await service.events(id)).map(({ type }) => type);

  it('opening a match: nothing is sent, and it does not stay open for ever', async () => {
    const reference = 'opened';
    way.loseAnswerTo('INSERT INTO matches');
    const answer = await service.match(claim(sandboxLoadNumber('scores', 1), { reference }));
    expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(0);
    const match = await ended(reference);
    expect(match).toMatchObject({ status: 'rejected', error: { id: 'DQE_NOT_SENT', category: 'temporary' } });
    expect(await types(match.id)).toEqual(['requested', 'settled']);
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(0);
  });

  it('the same with an Idempotency-Key: it is told as it is', async () => {
    const headers = { 'idempotency-key': 'opened-unheard' };
    const body = claim(sandboxLoadNumber('scores', 2));
    way.loseAnswerTo('INSERT INTO matches');
    expect((await service.match(body, headers)).body.code).toBe('database_unavailable');
    const again = await service.match(body, headers);
    expect([again.status, again.body.code]).toEqual([503, 'dqe_not_sent']);
    expect(service.sandbox.counts['/IDMOBILE/']).toBe(0);
  });

  it('an outcome: it is stored once, and nothing of it twice', async () => {
    const reference = 'scored';
    way.loseAnswerTo('UPDATE matches m SET status');
    const answer = await service.match(claim(sandboxLoadNumber('scores', 3), { reference }));
    expect([answer.status, answer.body.code]).toEqual([503, 'store_failed']);
    const match = await ended(reference);
    expect(match).toMatchObject({ id: answer.body.matchId, status: 'scored' });
    // What could not be stored is tried again at the next search, which comes within five seconds.
    await sleep(6_000);
    expect(await types(match.id)).toEqual(['requested', 'token', 'sent', 'answered', 'settled']);
  });

  it('what waits for consent, read for the caller: he is not told that nothing was sent', async () => {
    way.loseAnswerTo('SELECT "public"."matches"');
    const answer = await service.match(claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {} }));
    expect([answer.status, answer.body.code]).toEqual([503, 'store_failed']);
    expect(await service.show(answer.body.matchId)).toMatchObject({ status: 'consent_pending' });
  });

  it('a callback: the customer comes again, and his consent was not in vain', async () => {
    const { body } = await service.match(
      claim(SANDBOX_NUMBERS.consentAtOnce, { consent: {}, reference: 'claimed' }),
    );
    const back = await service.decide(body.consent.url, 'agree');
    way.loseAnswerTo("SET status = 'retrieving'");
    expect((await service.comeBack(back)).status).toBe(503);
    await service.comeBack(back);
    expect(await ended('claimed')).toMatchObject({ status: 'scored' });
    expect((await types(body.id)).filter((type) => type === 'settled')).toHaveLength(1);
  });
});
