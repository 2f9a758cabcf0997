import { createHash } from 'node:crypto';
import { DEFAULT_POLICY } from 'nestjs-dqe-idmobile';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { by, PersonsModule } from '../support/persons.js';

const MATCHES = '/api/v1/matches';
const CHECKS = '/api/v1/evidence/checks';
const DEFAULT_POLICY_RULES = { minimumDecisive: 2, fields: DEFAULT_POLICY.fields };
const REASON = 'CANARYREASON of somebody who had one';
const anna = by('anna', 'auditor');
const ada = by('ada', 'admin');
const bob = by('bob', 'auditor');
const rita = by('rita', 'reviewer');

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ modules: [PersonsModule] });
});
afterAll(() => service.close());

/** Answers the body of what has to work. */
async function done(
  path: string,
  json: object,
  who: object,
): Promise<{ id: string; approval?: { id: string } }> {
  const { status, body } = await service.post(path, json, who);
  expect([path, body.code]).toEqual([path, undefined]);
  expect(status).toBeLessThan(300);
  return body;
}
const mismatch = async (number = '0600001001') => {
  const wrong = claim(number, { identity: { ...claim(number).identity, birthDate: '1960-01-01' } });
  return (await done(MATCHES, wrong, {})).id;
};
const demand = (...fourEyes: string[]) =>
  service.call('PATCH', '/api/v1/settings', { json: { fourEyes }, ...ada });
const pending = async () =>
  Number((await service.query<{ n: number }>('SELECT count(*)::int AS n FROM log_queue'))[0]?.n);

/** A check of everything recorded so far, to its end. */
async function checked(): Promise<{
  result: string;
  found: number;
  findings: { code: string; eventId: string }[];
}> {
  await eventually(pending, (left) => left === 0, 20_000);
  const { body } = await service.post(CHECKS, undefined, anna);
  const show = () => service.get(`${CHECKS}/${body.id}`, anna);
  return (await eventually(show, (answer) => answer.body.endedAt !== null, 30_000)).body;
}

/** A second person is asked. */
async function requested(): Promise<string> {
  await demand('reveal');
  const { approval } = await done(`${MATCHES}/${await mismatch()}/reveal`, { reason: REASON }, anna);
  await demand();
  return approval?.id ?? '';
}

/** What somebody may give a reason for: how it comes about, where it is kept, and the events that bind it. */
const KINDS = {
  reveal: {
    make: async () => (await done(`${MATCHES}/${await mismatch()}/reveal`, { reason: REASON }, anna)).id,
    at: ['reveals', 'reason_sealed'],
    events: ['match.reveal'],
  },
  hold: {
    make: async () => (await done('/api/v1/holds', { matchId: await mismatch(), reason: REASON }, ada)).id,
    at: ['legal_holds', 'reason_sealed'],
    events: ['hold.create'],
  },
  release: {
    make: async () => {
      const { id } = await done('/api/v1/holds', { matchId: await mismatch(), reason: REASON }, ada);
      await done(`/api/v1/holds/${id}/release`, { reason: REASON }, ada);
      return id;
    },
    at: ['legal_holds', 'release_reason_sealed'],
    events: ['hold.release'],
  },
  contest: {
    make: async () => (await done(`${MATCHES}/${await mismatch()}/contest`, { reason: REASON }, rita)).id,
    at: ['reviews', 'reason_sealed'],
    events: ['match.contest', 'contested'],
  },
  closing: {
    make: async () => {
      const { id } = await done(`${MATCHES}/${await mismatch()}/contest`, { reason: REASON }, rita);
      await done(`/api/v1/reviews/${id}/close`, { resolution: 'upheld', reason: REASON }, rita);
      return id;
    },
    at: ['reviews', 'closing_reason_sealed'],
    events: ['review.close', 'review_closed'],
  },
  override: {
    make: async () => {
      const match = await mismatch();
      await done(`${MATCHES}/${match}/override`, { verdict: 'match', reason: REASON }, rita);
      const [row] = await service.query<{ id: string }>(
        `SELECT id::text FROM verdict_overrides WHERE match_id = '${match}'`,
      );
      return row?.id ?? '';
    },
    at: ['verdict_overrides', 'reason_sealed'],
    events: ['match.override', 'overridden'],
  },
  request: {
    make: requested,
    at: ['approvals', 'reason_sealed'],
    events: ['approval.request'],
  },
  decision: {
    make: async () => {
      const approval = await requested();
      await done(`/api/v1/approvals/${approval}/refuse`, { reason: REASON }, bob);
      return approval;
    },
    at: ['approvals', 'decision_reason_sealed'],
    events: ['approval.refuse'],
  },
  export: {
    make: async () => (await done('/api/v1/exports', { format: 'csv', reason: REASON }, {})).id,
    at: ['exports', 'reason_sealed'],
    events: ['export.request'],
  },
  note: {
    make: async () => (await done('/api/v1/policies', { ...DEFAULT_POLICY_RULES, note: REASON }, ada)).id,
    at: ['policies', 'note_sealed'],
    events: ['policy.create'],
  },
  publication: {
    make: async () => {
      const { id } = await done('/api/v1/policies', DEFAULT_POLICY_RULES, ada);
      await done(`/api/v1/policies/${id}/publish`, { reason: REASON }, ada);
      const [row] = await service.query<{ id: string }>(
        `SELECT id::text FROM policy_publications WHERE policy_id = '${id}'`,
      );
      return row?.id ?? '';
    },
    at: ['policy_publications', 'reason_sealed'],
    events: ['policy.publish'],
  },
} as const satisfies Readonly<
  Record<string, { make: () => Promise<string>; at: readonly [string, string]; events: readonly string[] }>
>;

/** Ids of the events that bind the reason of this row. */
async function binding(
  [table, column]: readonly [string, string],
  row: string,
): Promise<Map<string, string>> {
  const [{ sealed } = { sealed: '' }] = await service.query<{ sealed: string }>(
    `SELECT encode(${column}, 'hex') AS sealed FROM ${table} WHERE id = '${row}'`,
  );
  const hash = createHash('sha256').update(Buffer.from(sealed, 'hex')).digest('base64');
  const found = await service.query<{ id: string; what: string }>(
    `SELECT id::text, action AS what FROM access_events WHERE data->>'reasonHash' = '${hash}'
     UNION ALL SELECT id::text, type FROM match_events WHERE data->>'reasonHash' = '${hash}'`,
  );
  return new Map(found.map(({ id, what }) => [what, id]));
}

type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as Kind[];

describe('the reasons people give', () => {
  const rows = new Map<Kind, string>();
  const bound = new Map<Kind, Map<string, string>>();
  beforeAll(async () => {
    for (const kind of KIND_NAMES) {
      const row = await KINDS[kind].make();
      rows.set(kind, row);
      bound.set(kind, await binding(KINDS[kind].at, row));
    }
  });
  const rowOf = (kind: Kind) => rows.get(kind) ?? '';
  const allBound = () => [...bound.values()].flatMap((events) => [...events.values()]).sort();

  /** Past the triggers of this table alone: those that fill the queue of the log go on, as the service does. */
  async function set(kind: Kind, what: string, value: string, id = rowOf(kind)): Promise<void> {
    const [table] = KINDS[kind].at;
    await service.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await service.query(`UPDATE ${table} SET ${what} = ${value} WHERE id = '${id}'`);
    await service.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  }

  /** Ids of the events whose reason is found to be so. */
  async function accused(code: string): Promise<string[]> {
    const { findings, found } = await checked();
    expect([new Set(findings.map((one) => one.code)), found]).toEqual([new Set([code]), findings.length]);
    return findings.map(({ eventId }) => eventId).sort();
  }

  it.each(KIND_NAMES)('of a %s is bound by its events', (kind) => {
    expect([...(bound.get(kind)?.keys() ?? [])].sort()).toEqual([...KINDS[kind].events].sort());
  });

  it('raise nothing, and tell nothing in the log', async () => {
    expect(await checked()).toMatchObject({ result: 'ok', findings: [] });
    const [{ found } = { found: -1 }] = await service.query<{ found: number }>(
      `SELECT count(*)::int AS found FROM log_payloads WHERE payload LIKE '%CANARYREASON%'`,
    );
    expect(found).toBe(0);
  });

  it('are found out where they were exchanged, each by its own events', async () => {
    const were = new Map<Kind, string>();
    for (const kind of KIND_NAMES) {
      const [table, column] = KINDS[kind].at;
      const [{ was } = { was: '' }] = await service.query<{ was: string }>(
        `SELECT encode(${column}, 'hex') AS was FROM ${table} WHERE id = '${rowOf(kind)}'`,
      );
      were.set(kind, was);
      await set(kind, column, `decode('${was.slice(0, -2)}${was.endsWith('00') ? '01' : '00'}', 'hex')`);
    }
    expect(await accused('reason_altered')).toEqual(allBound());
    for (const [kind, was] of were) await set(kind, KINDS[kind].at[1], `decode('${was}', 'hex')`);
    expect(await checked()).toMatchObject({ result: 'ok' });
  });

  it('are missed where they are gone', async () => {
    const elsewhere = (i: number) => `019a0000-0000-7000-8000-00000000de${10 + i}`;
    for (const [i, kind] of KIND_NAMES.entries()) await set(kind, 'id', `'${elsewhere(i)}'`);
    // A row may have another reason, too: that a hold was put, and that it was released.
    expect(await accused('reason_missing')).toEqual(expect.arrayContaining(allBound()));
    for (const [i, kind] of KIND_NAMES.entries()) await set(kind, 'id', `'${rowOf(kind)}'`, elsewhere(i));
    expect(await checked()).toMatchObject({ result: 'ok' });
  });
});

it('goes with the match it is about, and nobody is accused; of an earlier release it is not bound at all', async () => {
  const match = await mismatch();
  await done(`${MATCHES}/${match}/contest`, { reason: REASON }, rita);
  await done(`${MATCHES}/${match}/override`, { verdict: 'match', reason: REASON }, rita);
  await service.query(
    `INSERT INTO access_events (id, at, actor_kind, actor_id, action, target_type, target_id, outcome, data)
     VALUES (gen_random_uuid(), now(), 'person', 'old', 'hold.create', 'hold', gen_random_uuid()::text, 'allowed', '{"of": "match"}')`,
  );
  await eventually(pending, (left) => left === 0, 20_000);
  await service.query(`SELECT purge_matches(ARRAY['${match}']::uuid[])`);
  expect(await checked()).toMatchObject({ result: 'ok', findings: [] });
});
