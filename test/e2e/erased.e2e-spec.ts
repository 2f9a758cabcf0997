import { SubjectKeys } from 'sealed-fields';
import { BlindIndexes } from '../../apps/admin/src/subjects/blind-indexes.js';
import { AdminService } from '../support/admin-service.js';
import { by, PersonsModule } from '../support/persons.js';
import { everyRow, finds, numbersIn, wholeBackup } from '../support/search.js';
import { subjectOf } from '../support/subject-of.js';

const NUMBER = '0600001003';
const DIGITS = [NUMBER.slice(1)];
const E164 = `+33${NUMBER.slice(1)}`;
const IDENTITY = {
  ...{ firstName: 'Canaryfirst', lastName: 'Canarylast', birthDate: '1971-03-09' },
  ...{ email: 'canary.mail@canary.example', streetAddress: 'Rue Canarystreet', locality: 'Canarytown' },
};
const REASON = 'Canaryreason of somebody at the desk';
const REFERENCE = 'canary-reference-77';
const PERSONAL = [...Object.values(IDENTITY), REASON, REFERENCE];
const ADMIN = by('anna', 'admin');
const AUDITOR = by('otto', 'auditor');
const REVIEWER = by('rita', 'reviewer');

interface SealedRow {
  readonly table: string;
  readonly column: string;
  readonly row: string;
  readonly envelope: string;
}

describe('a person who went through everything, and was erased', () => {
  let service: AdminService;
  let subject: string;
  /** What opened before, and after. */
  let before: string[];
  let after: string[];
  /** What led to the person without a key. */
  let traces: string[];
  let dumpBefore: string;
  let dump: string;
  let backup: string;

  beforeAll(async () => {
    service = await AdminService.start({ modules: [PersonsModule] });
    const matchId = await everythingThatCanHappen();
    subject = await subjectOf(service, E164);
    before = await whatOpens();
    traces = await leadsToThem(matchId);
    dumpBefore = await everyRow(service);
    const { status, body } = await service.post('/api/v1/erasures', { number: NUMBER, ground: 'request' });
    expect([status, body.outcome]).toEqual([201, 'erased']);
    // Another life of the service: no key is in memory any more.
    await service.restart();
    after = await whatOpens();
    dump = await everyRow(service);
    backup = await wholeBackup(service);
  });
  afterAll(() => service.close());

  async function done(answer: ReturnType<AdminService['post']>, status = 201) {
    const { body, ...rest } = await answer;
    expect([rest.status, body?.code]).toEqual([status, undefined]);
    return body;
  }

  async function everythingThatCanHappen(): Promise<string> {
    const request = { number: NUMBER, identity: IDENTITY, reference: REFERENCE };
    const consent = { consent: { returnUrl: `${service.url}/` } };
    const key = { 'idempotency-key': 'canary-key' };
    const match = await done(service.match({ ...request, ...consent }, key));
    await service.comeBack(await service.decide(match.consent.url, 'agree'));
    await done(service.match({ ...request, ...consent }, key));
    const refused = await done(service.match({ ...request, ...consent }));
    await service.comeBack(await service.decide(refused.consent.url, 'refuse'));
    const at = `/api/v1/matches/${match.id}`;
    await done(service.post(`${at}/reveal`, { reason: REASON }, AUDITOR));
    const settings = (fourEyes: string[]) =>
      service.call('PATCH', '/api/v1/settings', { ...ADMIN, json: { fourEyes } });
    await settings(['reveal', 'verdict']);
    const { approval } = await done(service.post(`${at}/reveal`, { reason: REASON }, AUDITOR), 202);
    const refusal = { reason: REASON };
    const decider = by('olga', 'auditor');
    await done(service.post(`/api/v1/approvals/${approval.id}/refuse`, refusal, decider), 200);
    await settings([]);
    const review = await done(service.post(`${at}/contest`, { reason: REASON }, REVIEWER));
    const { verdict } = await service.show(match.id);
    const other = verdict.result === 'match' ? 'mismatch' : 'match';
    await done(service.post(`${at}/override`, { verdict: other, reason: REASON }, REVIEWER));
    const closing = { resolution: 'overridden', reason: REASON };
    await service.post(`/api/v1/reviews/${review.id}/close`, closing, REVIEWER);
    const hold = await done(service.post('/api/v1/holds', { number: NUMBER, reason: REASON }));
    await done(service.post(`/api/v1/holds/${hold.id}/release`, { reason: REASON }), 200);
    await done(
      service.call('PUT', '/api/v1/relationships', { json: { number: NUMBER, endedAt: null } }),
      200,
    );
    await service.post('/api/v1/subject-reports', { number: NUMBER }, AUDITOR);
    return match.id;
  }

  it('a request that is sent again under its key learns that there is nobody any more, and makes no match', async () => {
    const request = { number: NUMBER, identity: IDENTITY, reference: REFERENCE };
    const consent = { consent: { returnUrl: `${service.url}/` } };
    const again = await service.match({ ...request, ...consent }, { 'idempotency-key': 'canary-key' });
    expect([again.status, again.body.code]).toEqual([410, 'subject_erased']);
  });

  /** Every sealed value of the database that the key of this person opens, wherever it stands. */
  async function whatOpens(): Promise<string[]> {
    const columns = await service.query<{ table: string; column: string; key: string }>(
      `SELECT c.table_name AS table, c.column_name AS column,
         CASE WHEN c.table_name = 'consent_sessions' THEN 'match_id' ELSE 'id' END AS key
       FROM information_schema.columns c
       WHERE c.table_schema = 'public' AND c.column_name LIKE '%\\_sealed' AND c.table_name NOT LIKE 'webhook%'`,
    );
    expect(columns.length).toBeGreaterThan(10);
    const rows = await Promise.all(
      columns.map(({ table, column, key }) =>
        service.query<SealedRow>(
          `SELECT '${table}' AS table, '${column}' AS column, ${key}::text AS row, encode(${column}, 'hex') AS envelope
           FROM ${table} WHERE ${column} IS NOT NULL`,
        ),
      ),
    );
    const sealed = rows.flat().map(({ envelope, ...place }) => ({
      ...{ subject, place, envelope: Uint8Array.from(Buffer.from(envelope, 'hex')) },
    }));
    expect(sealed.length).toBeGreaterThan(10);
    const keys = service.app.get(SubjectKeys, { strict: false });
    const opened = await keys.openAll(sealed);
    return opened.flatMap((one, i) => (one.opened ? [`${sealed[i]!.place.table} ${one.value}`] : []));
  }

  async function leadsToThem(matchId: string): Promise<string[]> {
    const indexes = service.app.get(BlindIndexes, { strict: false });
    const rows = await service.query<{ hex: string | null }>(
      `SELECT encode(unnest(ARRAY[request_fingerprint, identity_index, email_index]), 'hex') AS hex
       FROM matches WHERE id = '${matchId}'`,
    );
    const wrapped = await service.query<{ hex: string }>(
      `SELECT encode(wrapped, 'hex') AS hex FROM subject_keys WHERE subject = '${subject}'`,
    );
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    const computed = [indexes.number(E164), indexes.email(IDENTITY.email)].map(hex);
    return [...computed, ...[...rows, ...wrapped].flatMap(({ hex: one }) => one ?? [])];
  }

  it('had left something everywhere: the search would find it', () => {
    for (const table of ['matches', 'reveals', 'approvals', 'reviews', 'verdict_overrides', 'legal_holds']) {
      expect(before.some((one) => one.startsWith(`${table} `))).toBe(true);
    }
    for (const value of [...Object.values(IDENTITY), REASON, E164]) {
      expect(before.some((one) => one.includes(value))).toBe(true);
    }
    expect(traces.length).toBeGreaterThanOrEqual(6);
    expect(traces.filter((trace) => !dumpBefore.includes(trace))).toEqual([]);
  });

  it('nothing opens any more, with every key there is', () => {
    expect(after).toEqual([]);
  });

  it('nothing leads to them: no number, e-mail, identity, request or reference, nor their key', () => {
    expect(traces.filter((trace) => dump.includes(trace))).toEqual([]);
    expect(finds(dump, PERSONAL)).toEqual([]);
    expect(numbersIn(dump, DIGITS)).toEqual([]);
  });

  it('no backup made from now on reads them', () => {
    expect(finds(backup, Object.values(IDENTITY))).toEqual([]);
    expect(finds(backup, [REASON])).toEqual([]);
  });

  it('no list, search or report shows them, and what is shown is none of theirs', async () => {
    for (const search of [`number=${NUMBER}`, `email=${IDENTITY.email}`, `reference=${REFERENCE}`]) {
      expect((await service.get(`/api/v1/matches?${search}`)).body.items).toEqual([]);
    }
    const report = await service.post('/api/v1/subject-reports', { number: NUMBER }, AUDITOR);
    expect(report.body).toMatchObject({ held: false });
    const addresses = ['matches', 'reviews?state=closed', 'holds', 'approvals', 'audit/events', 'erasures'];
    for (const address of addresses) {
      for (const who of [{}, ADMIN, AUDITOR, REVIEWER]) {
        expect(finds((await service.get(`/api/v1/${address}`, who)).text, PERSONAL)).toEqual([]);
      }
    }
  });
});
