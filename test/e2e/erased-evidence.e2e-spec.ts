import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../libs/transparency-log/src/cli/run.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { by, PersonsModule } from '../support/persons.js';

const MATCHES = '/api/v1/matches';
const EXPORTS = '/api/v1/exports';
const EVIDENCE = '/api/v1/evidence';
const CAMILLE = '0600001001';
const AUDITOR = by('otto', 'auditor');

interface Item {
  readonly type: string;
  readonly payload: string | null;
  readonly erased: object | null;
}

describe('after somebody was erased', () => {
  let service: AdminService;
  let folder: string;
  let id: string;
  let other: string;
  let erased: { at: string; certificateId: string };
  let before: { checkpoint: string; items: Item[] };
  const evidence = async (match: string) => (await service.get(`${EVIDENCE}/matches/${match}`)).body;

  beforeAll(async () => {
    service = await AdminService.start({ modules: [PersonsModule] });
    folder = await mkdtemp(join(tmpdir(), 'erased-evidence-'));
    id = (await service.match(claim(CAMILLE))).body.id;
    other = (await service.match(claim('0600001002'))).body.id;
    await service.post(`${MATCHES}/${id}/reveal`, { reason: 'A complaint of hers' }, AUDITOR);
    before = await eventually(
      () => evidence(id),
      ({ items }) => items.length > 3 && items.every(({ pending }: { pending: boolean }) => !pending),
    );
    expect((await service.show(id)).erased).toBeNull();
    expect(new Set(before.items.map((item) => item.erased))).toEqual(new Set([null]));
    const erasure = (await service.post('/api/v1/erasures', { number: CAMILLE, ground: 'request' })).body;
    erased = { at: erasure.at, certificateId: erasure.id };
  });
  afterAll(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  it('the match says when, and by which certificate; others do not', async () => {
    expect((await service.show(id)).erased).toEqual(erased);
    const certificate = await service.get(`/api/v1/erasures/${erased.certificateId}`);
    expect(certificate.body).toMatchObject({ outcome: 'erased', at: erased.at });
    const { items } = (await service.get(MATCHES)).body;
    const by = new Map(items.map((item: { id: string; erased: unknown }) => [item.id, item.erased]));
    expect([by.get(id), by.get(other)]).toEqual([erased, null]);
  });

  it('so do its events beside what they have sealed; leaves and proofs are as they were', async () => {
    const now = await evidence(id);
    expect(now.erased).toEqual(erased);
    const sealed = now.items.filter((item: Item) => item.erased !== null);
    expect(sealed.map(({ type }: Item) => type)).toEqual(
      expect.arrayContaining(['match.requested', 'match.settled', 'access.allowed']),
    );
    for (const item of sealed as Item[]) {
      expect([item.erased, item.payload]).toEqual([erased, expect.stringMatching(/"(sealed|reasonHash)":/)]);
    }
    const leaves = now.items.map(({ leaf }: { leaf: string }) => leaf);
    expect(leaves.slice(0, before.items.length)).toEqual(
      before.items.map((item) => (item as unknown as { leaf: string }).leaf),
    );
    expect((await evidence(other)).erased).toBeNull();
  });

  it('so does a bundle, and dqe-verify in both languages; it is genuine all the same', async () => {
    const { body } = await service.post(
      EXPORTS,
      { format: 'bundle', reason: 'An inspection of the regulator' },
      AUDITOR,
    );
    const show = () => service.get(`${EXPORTS}/${body.id}`, AUDITOR);
    await eventually(show, (answer) => answer.body.status === 'completed', 60_000);
    const response = await fetch(`${service.url}${EXPORTS}/${body.id}/file`, { headers: AUDITOR.headers });
    const zip = join(folder, 'export.zip');
    await writeFile(zip, Buffer.from(await response.arrayBuffer()));
    const key = (await service.get(`${EVIDENCE}/key`)).text.trim();
    const said = async (...more: string[]) => {
      let text = '';
      const out = (one: string) => (text += one);
      expect(await run([zip, '--key', key, ...more], { env: {}, out, err: out })).toBe(0);
      return text;
    };
    const { at, certificateId } = erased;
    expect(await said()).toContain(`Erased on ${at}, certificate ${certificateId}: what `);
    expect(await said('--lang', 'fr')).toContain(`Effacé le ${at}, certificat ${certificateId} : ce que `);
    expect(JSON.parse(await said('--json'))).toMatchObject({
      ok: true,
      erased: [{ at, certificateId, events: expect.any(Number) }],
    });
  });

  it('a table says so, too', async () => {
    const { text } = await service.get(`${EXPORTS}/matches?format=csv`, AUDITOR);
    const [header = '', ...rows] = text.trim().split('\r\n');
    expect(header).toMatch(/,erased\.at,erased\.certificateId$/);
    const row = rows.find((one) => one.startsWith(id));
    expect(row).toMatch(new RegExp(`,${erased.at},${erased.certificateId}$`));
  });
});
