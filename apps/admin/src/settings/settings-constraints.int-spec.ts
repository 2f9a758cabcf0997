import type { Database } from '@dqe-admin/database';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { Access } from '../access/access.js';
import { APPROVAL_KINDS } from '../approvals/approval-kinds.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { systemClock } from 'nestjs-dqe-idmobile';
import { PrismaSettings } from './prisma-settings.js';
import { changed, differences, flat, isWeaker, LIMITS, type Settings } from './settings-record.js';

let test: TestDatabase;
let database: Database;
let store: PrismaSettings;
let initial: Settings;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  store = new PrismaSettings({ client: database.client } as PrismaDatabase);
  initial = await store.read();
});
afterAll(() => test.drop());

const run = (sql: string) => database.client.$executeRawUnsafe(sql);
const actor = { kind: 'person', id: 'ada' } as const;
const event = () =>
  new Access(
    { ...actor, label: '', application: 'default', roles: [], permissions: new Set() },
    { permission: 'settings:manage', action: 'settings.change' },
    'r-1',
    systemClock,
  ).event('allowed');
const write = (settings: Settings, before: Settings) =>
  store.write(settings, before, { at: new Date(), actor, approvalId: null }, event());
const lines = () => database.client.accessEvent.count();

const whole = ([min, max]: readonly [number, number]) =>
  fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, min + 1));
const anything: fc.Arbitrary<Settings> = fc.record({
  fourEyes: fc.subarray([...APPROVAL_KINDS].sort()),
  approvalHours: whole(LIMITS.approvalHours),
  probing: fc.record({
    enabled: fc.boolean(),
    windowMinutes: whole(LIMITS.windowMinutes),
    maxIdentities: whole(LIMITS.maxIdentities),
    maxClimbs: whole(LIMITS.maxClimbs),
    throttleMinutes: whole(LIMITS.throttleMinutes),
  }),
});

/** As the columns have it: `approval_hours`. */
const rowOf = (settings: Settings) =>
  Object.fromEntries(
    Object.entries(flat(settings)).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

it('the database and the code agree on what is weaker', async () => {
  await fc.assert(
    fc.asyncProperty(anything, anything, fc.boolean(), async (before, other, alike) => {
      // Often they differ in one setting only, where one is as good as another otherwise.
      const settings = alike ? { ...before, approvalHours: other.approvalHours } : other;
      const [result] = await database.client.$queryRaw<{ weaker: boolean }[]>`
        SELECT weakens(
          jsonb_populate_record(NULL::service_settings, ${JSON.stringify(rowOf(settings))}::jsonb),
          jsonb_populate_record(NULL::service_settings, ${JSON.stringify(rowOf(before))}::jsonb)
        ) AS weaker`;
      expect(result?.weaker).toBe(isWeaker(settings, before));
    }),
    { numRuns: 200 },
  );
});

it.each<[string, boolean, Parameters<typeof changed>[1]]>([
  ['the same', false, {}],
  ['one kind more', false, { fourEyes: ['reveal', 'erasure', 'settings'] }],
  ['one kind less', true, { fourEyes: ['reveal'] }],
  ['one kind for another', true, { fourEyes: ['reveal', 'verdict'] }],
  ['shorter approvals', false, { approvalHours: 23 }],
  ['longer approvals', true, { approvalHours: 25 }],
  ['no probing', true, { probing: { enabled: false } }],
  ['a shorter window', true, { probing: { windowMinutes: 59 } }],
  ['more identities', true, { probing: { maxIdentities: 6 } }],
  ['fewer identities', false, { probing: { maxIdentities: 4 } }],
  ['more climbs', true, { probing: { maxClimbs: 4 } }],
  ['a shorter throttle', true, { probing: { throttleMinutes: 59 } }],
  ['a longer throttle', false, { probing: { throttleMinutes: 61 } }],
])('%s: weaker is %s', (_what, weaker, change) => {
  const before = changed(initial, { fourEyes: ['reveal', 'erasure'] });
  expect(isWeaker(changed(before, change), before)).toBe(weaker);
});

it('a change is on record with it, by name, and only if it was made', async () => {
  const before = await store.read();
  const settings = changed(before, { approvalHours: 12 });
  expect(differences(settings, before)).toEqual(['approvalHours']);
  const recorded = await lines();
  expect(await write(settings, before)).toBe(true);
  expect([await store.read(), (await lines()) - recorded]).toEqual([settings, 1]);
  // Somebody who has not seen that change does not undo it.
  expect(await write(changed(before, { approvalHours: 6 }), before)).toBe(false);
  expect([await store.read(), (await lines()) - recorded]).toEqual([settings, 1]);
});

describe('past the code', () => {
  it.each([
    ['a second row', 'INSERT INTO service_settings (id) VALUES (2)', /one_row/],
    ['no row', 'DELETE FROM service_settings', /stays as it is/],
    ['no rows', 'TRUNCATE service_settings', /stays as it is/],
    ['no list', 'UPDATE service_settings SET four_eyes = NULL', /four_eyes/],
    ['a kind there is not', `UPDATE service_settings SET four_eyes = '{coffee}'`, /four_eyes/],
    ['approvals without end', 'UPDATE service_settings SET approval_hours = 169', /approval_hours/],
    ['nobody ever probes', 'UPDATE service_settings SET probing_max_identities = 1001', /probing/],
  ])('%s is refused', async (_what, sql, words) => {
    await expect(run(sql)).rejects.toThrow(words);
  });

  it('where it is demanded, to weaken takes a second person; to strengthen does not', async () => {
    await run(`UPDATE service_settings SET four_eyes = '{settings}'`);
    await run(`UPDATE service_settings SET four_eyes = '{reveal,settings}', approval_hours = 1`);
    for (const weaker of [`four_eyes = '{}'`, `four_eyes = '{settings}'`, 'probing_enabled = FALSE']) {
      await expect(run(`UPDATE service_settings SET ${weaker}`)).rejects.toThrow(/takes a second person/);
    }
    await expect(
      run(`UPDATE service_settings SET four_eyes = '{}', approval_id = gen_random_uuid(), changed_at = now(),
        changed_by_kind = 'person', changed_by_id = 'ada'`),
    ).rejects.toThrow(/may be used/);
  });
});
