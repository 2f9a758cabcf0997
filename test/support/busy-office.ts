import type { Answer } from './admin-client.js';
import type { AdminService } from './admin-service.js';
import { eventually } from './eventually.js';
import type { Staff } from './staff.js';

const CAMILLE = {
  number: '0600001001',
  identity: { firstName: 'Camile', lastName: 'Martin', birthDate: '1985-04-12', postalCode: '75019' },
  reference: 'order 4711',
  purpose: 'onboarding',
};

export interface Office {
  /** Scored, and contested. */
  readonly matchId: string;
  /** Of a reveal that the auditor asked for. */
  readonly approvalId: string;
}

/** A service as it looks in the middle of a day: something on every page. */
export async function busyOffice(
  service: AdminService,
  staff: Readonly<Record<'auditor' | 'reviewer', Staff>>,
): Promise<Office> {
  const done = async (answer: Promise<Answer>) => {
    const { status, text, body } = await answer;
    if (status >= 400) throw new Error(text);
    return body;
  };
  const key = (path: string, json: unknown) => done(service.post(`/api/v1/${path}`, json));
  const by = (who: Staff, path: string, json: unknown) => done(who.browser.post(`/api/v1/${path}`, json));

  await key('retention/rules', { purpose: 'onboarding', clock: 'settlement', days: 365, ground: 'contract' });
  const { id: matchId } = await key('matches', CAMILLE);
  await key('matches', { number: '0600001002', identity: { lastName: 'Durand' } });
  await key('matches', { number: '0600000013', identity: { lastName: 'Nobody' } });
  await key('matches', { number: '0600001003', identity: { lastName: 'Bernard' }, consent: {} });
  await key('keys', {
    application: 'shop',
    name: 'shop, production',
    scopes: ['matches:create', 'matches:read'],
  });
  await key('retention/runs', { dryRun: true });
  await key('holds', { matchId, reason: 'Complaint 4711 is open' });
  await service.call('PUT', '/api/v1/relationships', {
    json: { number: CAMILLE.number, endedAt: '2026-01-31' },
  });
  await key('erasures', { number: '0600001002', ground: 'request', caseReference: 'DSR-2026-42' });
  await key('people', { email: 'invited@bank.example', name: 'Invited Somebody', roles: ['viewer'] });
  await by(staff.reviewer, `matches/${matchId}/contest`, { reason: 'Says that Camile is how it is spelt' });
  await by(staff.auditor, 'exports', { format: 'bundle', reason: 'Yearly report to the board' });
  await done(service.call('POST', '/api/v1/evidence/checks'));
  await done(service.call('PATCH', '/api/v1/settings', { json: { fourEyes: ['reveal'] } }));
  const { approval } = await by(staff.auditor, `matches/${matchId}/reveal`, {
    ...{ reason: 'Complaint 4711 of the customer', fields: ['number', 'lastName'] },
  });
  await eventually(
    async () => (await staff.auditor.browser.get('/api/v1/exports')).body.items[0].status,
    (status) => status === 'completed',
    60_000,
  );
  return { matchId, approvalId: approval.id };
}
