import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receipt, VerifierKeys, verifyReceipt } from 'transparency-log';
import { EvidenceSequencer } from '../../apps/admin/src/evidence/sequencing/evidence-sequencer.js';
import { run } from '../../libs/transparency-log/src/cli/run.js';
import { API_KEY } from '../support/admin-environment.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { verified, WebhookReceiver } from '../support/webhook-receiver.js';

const MATCHES = '/api/v1/matches';
const ENDPOINTS = '/api/v1/webhooks/endpoints';
const EVIDENCE = '/api/v1/evidence';
const CAMILLE = '0600001001';
const HUGO = '0600001003';
const DAY_MS = 86_400_000;
/** What somebody claimed, and numbers. */
const PERSONAL = /600001|Camille|Martin|Hugo|Bernard|1985-04-12/i;

let service: AdminService;
let receiver: WebhookReceiver;
let folder: string;
let keys: VerifierKeys;
beforeAll(async () => {
  service = await AdminService.start({ env: { WEBHOOK_ALLOW_LOOPBACK: 'true' } });
  receiver = await WebhookReceiver.start();
  folder = await mkdtemp(join(tmpdir(), 'receipts-'));
  keys = new VerifierKeys([(await service.get(`${EVIDENCE}/key`, { anonymous: true })).text.trim()]);
});
afterAll(async () => {
  await service.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

const made = (query: string, number = CAMILLE, more: object = {}) =>
  service.post(`${MATCHES}?${query}`, { ...claim(number), ...more });
const sequencer = () => service.app.get(EvidenceSequencer, { strict: false });
const saidIn = ({ statement }: Receipt) =>
  JSON.parse(statement) as { event: Record<string, unknown>; content: Record<string, any> }; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows

/** The program on a saved answer. */
async function dqeVerify(name: string, content: unknown, ...more: string[]) {
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return verifying(file, ...more);
}
async function verifying(target: string, ...more: string[]) {
  let said = '';
  const out = (text: string) => (said += text);
  const argv = [target, '--key', keys.all[0]!.toString(), ...more];
  return { code: await run(argv, { env: { DQE_VERIFY_TOKEN: API_KEY }, out, err: out }), said };
}

describe('the receipt of a match', () => {
  it('comes with the answer, proves that its outcome is in the log, and says what the answer says', async () => {
    const { status, body } = await made('receipt=true');
    expect(status).toBe(201);
    const { receipt, ...match } = body;
    expect(await verifyReceipt(receipt, keys)).toMatchObject({
      ...{ ok: true, findings: [], events: 1 },
      receipt: { type: 'match.settled', index: receipt.inclusion.index },
    });
    const { event, content } = saidIn(receipt);
    expect(event).toMatchObject({ type: 'match.settled', target: { kind: 'match', id: match.id } });
    expect(content['state']).toMatchObject({
      ...{ status: 'scored', verdict: match.verdict.result, verdictPolicy: match.verdict.policy },
      scores: match.scores,
    });
    expect(content['salt']).toBeUndefined();
    expect(await service.show(match.id)).toEqual(match);
    expect(JSON.stringify(receipt)).not.toMatch(PERSONAL);
  });

  it('is nobody’s who did not ask, and of a closed list of wishes', async () => {
    for (const query of ['', 'receipt=false']) {
      expect(Object.keys((await made(query)).body)).not.toContain('receipt');
    }
    for (const answer of [await made('receipt=yes'), await service.get(`${MATCHES}/x?receipt=1`)]) {
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'receipt']);
    }
  });

  it('is a signed promise where the log is late, and is redeemed later', async () => {
    sequencer().pause();
    const began = performance.now();
    const { body } = await made('receipt=promise');
    const asked = await service.get(`${MATCHES}/${body.id}?receipt=true`);
    // It waited a moment, and no longer.
    expect(performance.now() - began).toBeLessThan(20_000);
    for (const receipt of [body.receipt, asked.body.receipt] as Receipt[]) {
      expect(receipt.inclusion).toBeNull();
      const report = await verifyReceipt(receipt, keys);
      expect(report).toMatchObject({ ok: true, size: null, receipt: { type: 'match.settled', index: null } });
      const { issuedAt = '', dueAt = '' } = report.receipt ?? {};
      expect(Date.parse(dueAt) - Date.parse(issuedAt)).toBe(DAY_MS);
    }
    sequencer().resume();
    const { receipt } = (await service.get(`${MATCHES}/${body.id}?receipt=true`)).body;
    expect(receipt.statement).toBe(body.receipt.statement);
    expect(await verifyReceipt(receipt, keys)).toMatchObject({
      ok: true,
      receipt: { index: receipt.inclusion.index },
    });
    // And by whoever reads the whole log, with the promise alone in hand.
    await writeFile(join(folder, 'promise'), JSON.stringify(body));
    const log = await verifying(`${service.url}${EVIDENCE}/log`, '--receipt', join(folder, 'promise'));
    expect([log.code, log.said]).toEqual([
      0,
      expect.stringContaining(`event ${receipt.inclusion.index.toLocaleString('en')} of the log.`),
    ]);
  });

  it('is of what the answer says: the consent first, then the outcome', async () => {
    const { body } = await made('receipt=true', HUGO, { consent: {} });
    expect(body.status).toBe('consent_pending');
    expect(saidIn(body.receipt).event['type']).toBe('match.consent_opened');
    await service.comeBack(await service.decide(body.consent.url, 'agree'));
    const settled = (await service.get(`${MATCHES}/${body.id}?receipt=true`)).body;
    expect(saidIn(settled.receipt)).toMatchObject({
      event: { type: 'match.settled' },
      content: { state: { status: settled.status } },
    });
    expect(JSON.stringify([body.receipt, settled.receipt])).not.toMatch(PERSONAL);
  });

  it('is for who may see the match', async () => {
    const { key } = await keyWith(service, ['matches:create'], 'shop');
    const { body } = await service.post(`${MATCHES}?receipt=true`, claim(CAMILLE), { key });
    expect(await verifyReceipt(body.receipt, keys)).toMatchObject({ ok: true });
    const other = await keyWith(service, ['matches:read'], 'bank');
    expect((await service.get(`${MATCHES}/${body.id}?receipt=true`, { key: other.key })).status).toBe(404);
  });

  it('fails no match: without one, the answer says so', async () => {
    await service.query('ALTER TABLE log_payloads RENAME TO away');
    const { status, body } = await made('receipt=true').finally(() =>
      service.query('ALTER TABLE away RENAME TO log_payloads'),
    );
    expect([status, body.status, body.receipt]).toEqual([201, 'scored', null]);
    const { receipt } = (await service.get(`${MATCHES}/${body.id}?receipt=true`)).body;
    expect(await verifyReceipt(receipt, keys)).toMatchObject({ ok: true });
  });

  it('stays genuine when the person was erased', async () => {
    const { body } = await made('receipt=true', '0600001002');
    await service.post('/api/v1/erasures', { number: '0600001002', ground: 'request' });
    expect(await verifyReceipt(body.receipt, keys)).toMatchObject({ ok: true });
    const later = (await service.get(`${MATCHES}/${body.id}?receipt=true`)).body;
    expect([later.receipt.statement, later.erased]).toEqual([body.receipt.statement, expect.anything()]);
  });
});

describe('a webhook', () => {
  it('brings a receipt to endpoints that want one: of the outcome, and without the scores', async () => {
    const wanting = await service.post(ENDPOINTS, { url: receiver.url('/with'), receipts: true });
    const plain = await service.post(ENDPOINTS, { url: receiver.url('/without') });
    expect([wanting.body.receipts, plain.body.receipts]).toEqual([true, false]);
    // The first attempt fails: the second one is the same to the letter.
    receiver.answer = (response, { path }) =>
      response.writeHead(path === '/with' && receiver.at('/with').length === 1 ? 500 : 204).end();
    const { body: match } = await made('');
    const [first] = await receiver.until('/with', 1, 20_000);
    const message = verified(first!, wanting.body.secret);
    const { receipt, ...data } = message.data as { receipt: Receipt; status: string; verdict: string };
    expect(data).toMatchObject({ matchId: match.id, status: 'scored', verdict: match.verdict.result });
    expect(await verifyReceipt(receipt, keys)).toMatchObject({
      ...{ ok: true, receipt: { type: 'match.settled', index: expect.any(Number) } },
    });
    expect(saidIn(receipt)).toMatchObject({ event: { target: { kind: 'match', id: match.id } } });
    expect(saidIn(receipt).content).toEqual({
      state: { status: 'scored', verdict: match.verdict.result, errorId: null },
    });
    expect(receipt.inclusion?.payload).toBeNull();
    expect(first!.body).not.toMatch(/scores|familyName|operator/);
    expect(first!.body).not.toMatch(PERSONAL);
    const [other] = await receiver.until('/without', 1);
    expect(verified(other!, plain.body.secret).data).toEqual(data);

    const items = (await service.get(`${ENDPOINTS}/${wanting.body.id}/deliveries`)).body.items;
    await service.post(`/api/v1/webhooks/deliveries/${items[0].id}/resend`, undefined);
    const [, again] = await receiver.until('/with', 2, 20_000);
    expect(again!.body).toBe(first!.body);
    expect((await service.get(`/api/v1/webhooks/deliveries/${items[0].id}`)).body.body).toBe(first!.body);
    // And the program reads it as it came.
    expect(await dqeVerify('webhook.json', first!.body)).toMatchObject({ code: 0 });

    const changed = await service.call('PATCH', `${ENDPOINTS}/${wanting.body.id}`, {
      json: { receipts: false },
    });
    expect(changed.body.receipts).toBe(false);
    const refused = await service.post(ENDPOINTS, { url: receiver.url(), receipts: 'yes' });
    expect(refused.body.errors[0].field).toBe('receipts');
  });

  it('goes out with a promise where the log is late', async () => {
    const { body: endpoint } = await service.post(ENDPOINTS, { url: receiver.url('/late'), receipts: true });
    receiver.answer = 204;
    sequencer().pause();
    await made('');
    const [webhook] = await receiver.until('/late', 1, 20_000);
    sequencer().resume();
    const { receipt } = verified(webhook!, endpoint.secret).data as { receipt: Receipt };
    expect(await verifyReceipt(receipt, keys)).toMatchObject({ ok: true, receipt: { index: null } });
  });
});

describe('dqe-verify on what was saved', () => {
  it('says in both languages what an answer proves, and finds what was changed in it', async () => {
    const { body } = await made('receipt=true');
    const english = await dqeVerify('answer.json', body);
    expect([english.code, english.said]).toEqual([0, expect.stringMatching(/^GENUINE\. 1 event of /)]);
    expect(english.said).toMatch(/Receipt for match\.settled of .*: event [\d,]+ of the log\./);
    const french = await dqeVerify('answer.json', body.receipt, '--lang', 'fr');
    expect([french.code, french.said]).toEqual([0, expect.stringMatching(/^AUTHENTIQUE\. /)]);
    expect(french.said).toContain('Reçu pour match.settled du ');
    const text = JSON.stringify(body.receipt);
    const altered = await dqeVerify('altered.json', text.replaceAll('scored', 'scorex'));
    expect([altered.code, altered.said]).toEqual([1, expect.stringContaining('NOT GENUINE.')]);
    const promise = await dqeVerify('promise.json', { ...body.receipt, inclusion: null }, '--lang', 'fr');
    expect([promise.code, promise.said]).toEqual([
      0,
      expect.stringContaining('AUTHENTIQUE, en tant qu’engagement.'),
    ]);
    const json = JSON.parse((await dqeVerify('answer.json', body, '--json')).said);
    expect(json).toMatchObject({ ok: true, receipt: { type: 'match.settled' } });
    expect(
      await verifying(join(folder, 'answer.json'), '--receipt', join(folder, 'answer.json')),
    ).toMatchObject({
      code: 2,
    });
  });

  it('verifies the evidence of a match, and that it continues a checkpoint of before', async () => {
    const note = (await service.get(`${EVIDENCE}/checkpoint`, { anonymous: true })).text;
    await writeFile(join(folder, 'old'), note);
    const { body } = await made('receipt=true');
    const since = Number(note.split('\n')[1]);
    const read = () => service.get(`${EVIDENCE}/matches/${body.id}?since=${since}`);
    const evidence = await eventually(read, (answer) =>
      answer.body.items.every((one: { pending: boolean }) => !one.pending),
    );
    const old = ['--checkpoint', join(folder, 'old')];
    const { code, said } = await dqeVerify('evidence.json', evidence.text, ...old);
    expect([code, said]).toEqual([0, expect.stringContaining('GENUINE.')]);
    expect(said).toContain(`Continues the older checkpoint of ${since.toLocaleString('en')} events.`);
    for (const [from, to, finding] of [
      ['match.requested', 'match.requestex', 'is not in the log as given here'],
      ['\\"durationMs\\"', '\\"durationMx\\"', 'Altered: the content that is given for event'],
    ] as const) {
      const altered = await dqeVerify('altered.json', evidence.text.replace(from, to).replace(from, to));
      expect([altered.code, altered.said]).toEqual([1, expect.stringContaining(finding)]);
    }
    const page = (await service.get(`${EVIDENCE}/matches/${body.id}?limit=2`)).body;
    expect((await dqeVerify('page.json', page)).said).toContain('There are further pages');
  });
});
