import { Audit } from './audit.js';
import type { Caller, Reply } from './call.js';
import { type Entry, Ledger, type Told } from './ledger.js';
import type { Heard } from './partner.js';
import { type Logged, type Subject, webhookFlaws } from './webhook-audit.js';

const MATCH = { id: 'id-1', status: 'scored', reference: 'match-1', scores: {} };
const TIMELINE = [
  { type: 'requested', data: {} },
  { type: 'sent', data: { attempt: 1 } },
  { type: 'settled', data: { status: 'scored' } },
];

interface Story {
  readonly matches?: readonly object[];
  readonly events?: readonly object[];
  readonly told?: Told[];
  readonly asked?: number;
}

/** A ledger with one match in it, and a service that tells this of it. */
function auditOf({ matches = [MATCH], events = TIMELINE, told = [], asked = 1 }: Story) {
  const ledger = new Ledger();
  const entry: Entry = ledger.open({ reference: 'match-1', number: '0600100001', body: {}, key: null });
  entry.told.push(...told);
  for (let i = 0; i < asked; i += 1) ledger.sentToDqe(entry.number);
  const service = { matches, events };
  const call = (_method: string, url: string): Promise<Reply> => {
    const items = url.endsWith('/events') ? service.events : service.matches;
    return Promise.resolve({ status: 200, location: undefined, text: '', body: { items, nextCursor: null } });
  };
  const audit = new Audit({ call, hung: [] } as unknown as Caller, ledger);
  return { audit, findings: () => audit.findings('http://service'), ledger, service };
}
const answered = (body: { id: string; status: string }): Told => ({ what: 'match', ...body, body });

describe('an audit', () => {
  it('finds nothing where all is well', async () => {
    expect(await auditOf({ told: [answered(MATCH)] }).findings()).toEqual([]);
  });

  it.each<[string, Story, string]>([
    [
      'a match that is gone',
      { matches: [], told: [answered(MATCH)] },
      'was acknowledged and is not on record',
    ],
    ['a request to DQE that nobody recorded', { matches: [] }, 'was sent to DQE and is not on record'],
    ['a match that is on record twice', { matches: [MATCH, { ...MATCH, id: 'id-2' }] }, 'is on record twice'],
    [
      'a match under another id',
      { told: [answered({ ...MATCH, id: 'id-9' })] },
      'is on record under another id',
    ],
    [
      'another outcome than was answered',
      { told: [answered({ ...MATCH, status: 'rejected' })] },
      'was rejected and is scored',
    ],
    [
      'another content than was answered',
      { told: [answered({ ...MATCH, scores: { gender: 1 } } as typeof MATCH)] },
      'is not on record as it was answered',
    ],
    [
      'another outcome than the browser was told',
      { told: [{ what: 'outcome', id: 'id-1', status: 'expired' }] },
      'was expired and is scored',
    ],
    [
      'a match that went back',
      {
        matches: [{ ...MATCH, status: 'requested' }],
        told: [answered({ ...MATCH, status: 'consent_pending' })],
      },
      'was consent_pending and is requested again',
    ],
    ['a match that does not end', { matches: [{ ...MATCH, status: 'retrieving' }] }, 'is still retrieving'],
    ['a second outcome', { events: [...TIMELINE, TIMELINE[2]!] }, 'has 2 outcomes'],
    [
      'a timeline that ends otherwise',
      { matches: [{ ...MATCH, status: 'unknown' }] },
      'is unknown and was settled scored',
    ],
    ['a second request in the timeline', { events: [...TIMELINE, TIMELINE[1]!] }, 'was sent 2 times'],
    ['a second request at DQE', { asked: 2 }, 'DQE was asked 2 times'],
    [
      'a callback that was taken twice',
      { events: [...TIMELINE, ...Array(2).fill({ type: 'callback_received', data: { accepted: true } })] },
      'took more than one callback',
    ],
    ['a caller who was misled', { told: [{ what: 'not sent' }] }, 'the caller was told that it was not'],
  ])('finds %s', async (_what, story, finding) => {
    expect((await auditOf(story).findings()).join('\n')).toContain(finding);
  });

  it('finds a match that changed after its end', async () => {
    const { findings, service } = auditOf({});
    expect(await findings()).toEqual([]);
    service.matches = [{ ...MATCH, scores: { gender: 1 } }];
    expect(await findings()).toEqual(['match-1: changed after its end']);
  });

  it('finds an answer that no fault excuses', async () => {
    const { findings, ledger } = auditOf({});
    ledger.answered(ledger.entries.get('match-1')!, {
      ...{ status: 500, location: undefined, text: '', body: { code: 'internal_error' } },
    });
    expect(await findings()).toEqual(['match-1: answered 500 internal_error']);
  });
});

const SUBJECT: Subject = {
  ...{ id: 'id-1', reference: 'match-1', status: 'scored', verdict: 'match', errorId: null, consent: true },
};
const END = { status: 'scored', verdict: 'match', errorId: null };
const heard = (id: string, type: string, data: object, signed = true): Heard => ({
  ...{ id, signed, body: JSON.stringify({ type, data: { matchId: 'id-1', ...data } }) },
});
const ASKED = heard('w-1', 'match.consent_required', { status: 'consent_pending' });
const ENDED = heard('w-2', 'match.settled', END);
const LOG: readonly Logged[] = ['w-1', 'w-2'].map((webhookId) => ({ webhookId, status: 'delivered' }));

describe('an audit of webhooks', () => {
  it('finds nothing where all is well, however often it came', () => {
    expect(webhookFlaws([SUBJECT], [ASKED, ENDED, ENDED, ASKED], LOG)).toEqual([]);
  });

  it.each<[string, Partial<Subject>, readonly Heard[], readonly Logged[], string]>([
    ['an end that nobody was told of', {}, [ASKED], LOG, 'match-1: nobody was told that it is scored'],
    ['a consent that nobody was told of', {}, [ENDED], LOG, 'match-1: nobody was told of its consent'],
    [
      'a repetition under another id',
      {},
      [ASKED, ENDED, heard('w-3', 'match.settled', END)],
      [...LOG, { webhookId: 'w-3', status: 'delivered' }],
      'match-1: 2 webhooks of its end',
    ],
    [
      'a second consent',
      {},
      [ASKED, ENDED, { ...ASKED, id: 'w-3' }],
      LOG,
      'match-1: 2 webhooks of its consent',
    ],
    ['a consent that there was not', { consent: false }, [ASKED, ENDED], LOG, '1 webhooks of its consent'],
    [
      'two outcomes',
      {},
      [ASKED, ENDED, heard('w-3', 'match.expired', { ...END, status: 'expired' })],
      LOG,
      'match-1: was told as expired and is scored',
    ],
    ['another outcome', { status: 'unknown' }, [ASKED, ENDED], LOG, 'was told as scored and is unknown'],
    ['another verdict', { verdict: 'partial' }, [ASKED, ENDED], LOG, 'with another verdict or error'],
    ['another error', { errorId: '13' }, [ASKED, ENDED], LOG, 'with another verdict or error'],
    [
      'an end of another type',
      {},
      [ASKED, heard('w-2', 'match.expired', END)],
      LOG,
      'is scored and was told by match.expired',
    ],
    [
      'a repetition that says otherwise',
      {},
      [ASKED, ENDED, heard('w-2', 'match.settled', { ...END, status: 'rejected' })],
      LOG,
      'webhook w-2: came again and said otherwise',
    ],
    [
      'a signature that is not ours, of a repetition as well',
      {},
      [ASKED, ENDED, { ...ENDED, signed: false }],
      LOG,
      'webhook w-2: has no valid signature',
    ],
    [
      'a match that is not on record',
      {},
      [ASKED, ENDED, heard('w-3', 'match.settled', { ...END, matchId: 'id-9' })],
      LOG,
      'id-9: was told of, and is not on record',
    ],
    ['a webhook that is logged and never came', {}, [ASKED], LOG, 'w-2: is logged as delivered and never'],
    ['a webhook that came and is not logged', {}, [ASKED, ENDED], LOG.slice(1), 'w-1: is not in the log'],
    [
      'a webhook that is still to come',
      {},
      [ASKED, ENDED],
      [LOG[0]!, { webhookId: 'w-2', status: 'pending' }],
      'webhook w-2: is pending',
    ],
    ['a second delivery of one webhook', {}, [ASKED, ENDED], [...LOG, LOG[1]!], 'w-2: is in the log twice'],
  ])('finds %s', (_what, subject, arrived, log, finding) => {
    expect(webhookFlaws([{ ...SUBJECT, ...subject }], arrived, log).join('\n')).toContain(finding);
  });

  it('knows from the timeline whose customer was to consent, and the rest from the record', async () => {
    const events = [TIMELINE[0]!, { type: 'consent_opened', data: {} }, ...TIMELINE.slice(1)];
    const verdict = { result: 'match' };
    const { audit, findings } = auditOf({ events, matches: [{ ...MATCH, verdict, error: null }] });
    await findings();
    expect(audit.subjects).toEqual([SUBJECT]);
  });
});
