import { extractText, getDocumentProxy } from 'unpdf';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';
import { by, PersonsModule } from '../support/persons.js';

const CAMILLE = '0600001001';
const HUGO = '0600001003';
const REVIEWER = by('rita', 'reviewer');

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ modules: [PersonsModule] });
});
afterAll(() => service.close());

const path = (id: string, query = '') => `/api/v1/matches/${id}/explanation${query}`;
const sheet = async (id: string, query = '', call = {}) => (await service.get(path(id, query), call)).body;
async function match(number = CAMILLE, more: object = {}, call = {}): Promise<string> {
  const answer = await service.post('/api/v1/matches', claim(number, { ...more }), call);
  expect(answer.status).toBe(201);
  return answer.body.id;
}
/** Of the bytes, not of the text the client makes of them. */
async function pdf(id: string, query: string) {
  const key = service.env['BOOTSTRAP_API_KEY'] ?? '';
  const answer = await fetch(`${service.url}${path(id, `?format=pdf${query}`)}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(answer.headers.get('content-disposition')).toBe(`inline; filename="explanation-${id}.pdf"`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const document = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
  return {
    pages: document.numPages,
    text: (await extractText(document)).text.join(' ').replace(/\s+/g, ' '),
  };
}

it('says what was asked by names, each score against its thresholds, and who decided', async () => {
  const { identity } = claim(CAMILLE);
  const id = await match(CAMILLE, {
    ...{ purpose: 'onboarding', reference: 'order-1' },
    identity: { ...identity, firstName: 'Camile' },
  });
  const found = await sheet(id);
  expect(found).toMatchObject({
    ...{ language: 'en', matchId: id, application: 'default', purpose: 'onboarding', reference: 'order-1' },
    ...{ status: 'scored', error: null, consent: null, verdictInForce: null, decisions: [] },
    asked: { number: '********01', country: 'FR', operator: null },
    verdict: { result: 'match', policy: 'default@1', decidedBy: 'The rules of this service, automatically.' },
  });
  expect(found.asked.fields).toEqual(expect.arrayContaining(['First name', 'Last name', 'Birth date']));
  expect(found.scores.find(({ field }: { field: string }) => field === 'givenName')).toEqual({
    ...{ field: 'givenName', name: 'First name', score: 0.86, agreesFrom: 0.8, contradictsBelow: 0.5 },
    ...{ weight: 'decisive', finding: 'agrees', meaning: '86%, agrees (decides)' },
  });
  // Nothing of what was claimed, in any form of it.
  const forms = [
    JSON.stringify(found),
    (await service.get(path(id, '?format=html&language=fr'))).text,
    (await pdf(id, '')).text,
  ];
  for (const text of forms) {
    for (const value of Object.values(identity as Record<string, string>).filter((each) => each.length > 2)) {
      expect(text).not.toContain(value);
    }
    expect(text).not.toContain('0600001001');
    expect(text).not.toContain('Camile');
  }
});

it('is a page, and one page of PDF, in both languages', async () => {
  const id = await match();
  const page = await service.get(path(id, '?format=html&language=fr'));
  expect([page.type, page.headers['cache-control']]).toEqual(['text/html', 'no-store']);
  expect(page.text).toContain('<html lang="fr">');
  expect(page.text).toContain('Les règles de ce service, automatiquement.');
  for (const [language, words] of [
    [
      'en',
      ['Explanation of a verification', 'Field by field', 'Last name', 'agrees (decides)', 'Page 1 of 1'],
    ],
    ['fr', ['Explication d’une vérification', 'Champ par champ', 'Prénom', 'concorde', 'Page 1 sur 1']],
  ] as const) {
    const { pages, text } = await pdf(id, `&language=${language}`);
    expect(pages).toBe(1);
    for (const word of [...words, id, 'dqe-verify', 'default@1']) expect(text).toContain(word);
  }
});

it('names the places of its events in the log, and the checkpoint they are under', async () => {
  const id = await match();
  const { evidence } = await eventually(
    () => sheet(id, '?language=fr'),
    (found) => found.evidence.events.every(({ index }: { index: number | null }) => index !== null),
    60_000,
  );
  const proven = (await service.get(`/api/v1/evidence/matches/${id}`)).body;
  const own = proven.items.filter(({ type }: { type: string }) => type.startsWith('match.'));
  expect(evidence.events.map(({ index, type }: { index: number; type: string }) => [index, type])).toEqual(
    own.map(({ index, type }: { index: number; type: string }) => [index, type]),
  );
  expect(evidence.events.at(-1)).toMatchObject({
    type: 'match.settled',
    meaning: 'Le résultat a été enregistré',
  });
  expect(evidence.checkpoint.size).toBeGreaterThan(
    Math.max(...own.map(({ index }: { index: number }) => index)),
  );
  const note = await service.get(`/api/v1/evidence/checkpoint?size=${evidence.checkpoint.size}`, {
    anonymous: true,
  });
  expect(note.text.split('\n').slice(0, 3)).toEqual([
    evidence.checkpoint.origin,
    String(evidence.checkpoint.size),
    evidence.checkpoint.root,
  ]);
  const keys = await service.get('/api/v1/evidence/key', { anonymous: true });
  expect(evidence.verifierKeys).toEqual(keys.text.trim().split('\n'));
});

it('tells by dates what people decided, and not who', async () => {
  const id = await match();
  const reason = 'Says that Martin is her maiden name';
  await service.post(`/api/v1/matches/${id}/contest`, { reason }, REVIEWER);
  expect((await sheet(id)).decisions.map(({ type }: { type: string }) => type)).toEqual(['contested']);
  const { status } = await service.post(
    `/api/v1/matches/${id}/override`,
    { verdict: 'partial', reason },
    REVIEWER,
  );
  expect(status).toBeLessThan(300);
  const found = await sheet(id);
  expect(found.verdictInForce).toBe('partial');
  expect(found.verdict).toMatchObject({ result: 'match', decidedBy: expect.stringContaining('A person') });
  expect(found.decisions.map(({ type }: { type: string }) => type)).toContain('overridden');
  const text = `${JSON.stringify(found)}${(await pdf(id, '')).text}`;
  for (const hidden of ['rita', 'maiden name', reason]) expect(text).not.toContain(hidden);
  expect(text).toContain('The claims agree in part.');
});

it('says what became of consent, and what an error means', async () => {
  const consent = { returnUrl: `${service.url}/back` };
  const asked = await service.match(claim(HUGO, { consent }));
  expect((await sheet(asked.body.id)).consent).toMatchObject({
    ...{ answeredAt: null, meaning: 'The answer of the person is awaited.' },
  });
  await service.comeBack(await service.decide(asked.body.consent.url, 'refuse'));
  expect(await sheet(asked.body.id, '?language=fr')).toMatchObject({
    consent: { meaning: 'La personne n’a pas consenti sur la page de l’opérateur.' },
    error: { id: '21', meaning: 'Le consentement a été refusé sur la page de l’opérateur.' },
    ...{ verdict: null, scores: [] },
  });
  const agreed = await service.match(claim(HUGO, { consent }));
  await service.comeBack(await service.decide(agreed.body.consent.url, 'agree'));
  expect((await sheet(agreed.body.id)).consent.meaning).toBe('The person agreed on the operator’s page.');
  const failed = await match('0600000015');
  expect((await sheet(failed)).error).toMatchObject({ id: '15', category: 'not_covered' });
  expect((await pdf(failed, '')).text).toContain('This says nothing about the person.');
});

it('survives the erasure of the person, without what was compared', async () => {
  const number = '0600001007';
  const id = await match(number);
  const { status } = await service.post('/api/v1/erasures', { number, ground: 'request' });
  expect(status).toBe(201);
  expect(await sheet(id)).toMatchObject({ asked: { fields: null, number: '********07' } });
  expect((await service.get(path(id, '?format=html'))).text).toContain('the person was erased');
});

it('is on record, and confined as the match is', async () => {
  const { id: keyId, key } = await keyWith(service, ['matches:create', 'matches:read'], 'shop');
  const [ours, theirs] = [await match(CAMILLE, {}, { key }), await match()];
  expect((await service.get(path(ours, '?format=html'), { key })).status).toBe(200);
  expect((await service.get(path(theirs), { key })).status).toBe(404);
  const { items } = (await service.get(`/api/v1/audit/events?actor=key:${keyId}&action=match.explain`)).body;
  expect(items).toMatchObject([
    { target: { id: theirs }, outcome: 'failed' },
    { target: { id: ours }, outcome: 'allowed', data: { format: 'html', language: 'en' } },
  ]);
});

it.each(['?format=docx', '?language=de', '?x=1'])('%s: 400', async (query) => {
  const { status, body } = await service.get(path(await match(), query));
  expect([status, body.code]).toEqual([400, 'validation_failed']);
  expect(body.errors[0].remedy).toMatch(/\S/);
});
