import { createHash } from 'node:crypto';
import { bundleOf, EvidenceHistory, eventsOf, flipped } from '../../../../test/support/evidence-history.js';
import { toBase64 } from '../bytes/base64.js';
import { canonicalise } from '../canonical/canonical-json.js';
import { encodeLeaf } from '../canonical/leaf.js';
import { BundleUnreadableError } from '../errors/transparency-log-errors.js';
import { SigningKey } from '../notes/signing-key.js';
import { addSignatures } from '../notes/signed-note.js';
import { VerifierKeys } from '../notes/verifier-key.js';
import { PromiseWatch } from './promise-watch.js';
import { type Receipt, RECEIPT_FORMAT, signPromise, type Statement, statementOf } from './receipt.js';
import { verifyReceipt } from './verify-receipt.js';

const ORIGIN = 'evidence.bank.example/log';
const ISSUED = new Date('2026-01-31T12:00:00.100Z');
const DUE = new Date('2026-02-01T12:00:00.100Z');
const CONTENT = { state: { status: 'scored', verdict: 'match', scores: { familyName: 0.86 } } };
const PAYLOAD = canonicalise({ ...CONTENT, durationMs: 12, salt: 'c2FsdA==' });
const ours = encodeLeaf({
  ...{ v: 1, id: 'event-of-ours', type: 'match.settled', at: '2026-01-31T12:00:00.000Z' },
  ...{ recordedAt: '2026-01-31T12:00:00.250Z', actor: null, action: null, requestId: null },
  target: { kind: 'match', id: 'm-77' },
  payloadHash: createHash('sha256').update(PAYLOAD).digest('base64'),
});

let history: EvidenceHistory;
let promised: Receipt;
let proved: Receipt;
beforeAll(async () => {
  history = await EvidenceHistory.of([...eventsOf(70), ours, ...eventsOf(30, 1)]);
  const statement = statementOf(ours, CONTENT);
  const terms = { origin: ORIGIN, issuedAt: ISSUED, dueAt: DUE };
  const promise = signPromise(statement, terms, [history.key]);
  promised = { format: RECEIPT_FORMAT, statement, promise, inclusion: null };
  const proof = (await history.log.proveInclusion(70)).map(toBase64);
  const leaf = Buffer.from(ours).toString();
  proved = {
    ...promised,
    inclusion: { index: 70, leaf, payload: PAYLOAD, proof, checkpoint: history.checkpoint },
  };
});

const verify = (receipt: unknown, keys = history.keys) => verifyReceipt(receipt, keys);
const kindsOf = async (receipt: unknown) => (await verify(receipt)).findings.map(({ kind }) => kind);
const withInclusion = (over: object): Receipt => ({
  ...proved,
  inclusion: { ...proved.inclusion!, ...over },
});

describe('a receipt', () => {
  it('that is a promise holds, and says by when the event will be in the log', async () => {
    const report = await verify(promised);
    expect(report).toMatchObject({
      ...{ ok: true, findings: [], origin: ORIGIN, size: null },
      signatures: [{ key: `${ORIGIN}+${history.key.verifierKey.id}`, at: null }],
      receipt: { eventId: 'event-of-ours', type: 'match.settled', dueAt: DUE.toISOString(), index: null },
    });
  });

  it('with a proof holds, and says where in the log it is', async () => {
    expect(await verify(proved)).toMatchObject({
      ...{ ok: true, findings: [], size: 101, events: 1, receipt: { index: 70 } },
    });
    // For who is not to see what it says.
    expect(await verify(withInclusion({ payload: null }))).toMatchObject({ ok: true });
  });

  it('is no longer genuine with any character of what it says, promises or proves changed', async () => {
    const changed = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1);
    for (const field of ['statement', 'promise'] as const) {
      for (let at = 0; at < proved[field].length; at += 7) {
        const altered = { ...proved, [field]: changed(proved[field], at) };
        if (altered[field] === proved[field]) continue;
        expect([field, at, (await verify(altered)).ok]).toEqual([field, at, false]);
      }
    }
    for (const field of ['leaf', 'payload', 'checkpoint'] as const) {
      const text = proved.inclusion![field]!;
      for (let at = 0; at < text.length; at += 11) {
        const altered = withInclusion({ [field]: changed(text, at) });
        expect([field, at, (await verify(altered)).ok]).toEqual([field, at, false]);
      }
    }
    for (let bit = 0; bit < 256; bit += 17) {
      const [first = '', ...rest] = proved.inclusion!.proof;
      const altered = withInclusion({
        proof: [toBase64(flipped(Buffer.from(first, 'base64'), bit)), ...rest],
      });
      expect(await kindsOf(altered)).toEqual(['not-included']);
    }
    expect((await verify(withInclusion({ index: 69 }))).ok).toBe(false);
  });

  it('of one event does not pass for another that is in the log as well', async () => {
    const proof = (await history.log.proveInclusion(71)).map(toBase64);
    const other = { index: 71, leaf: Buffer.from(history.leaves[71]!).toString(), payload: null, proof };
    expect(await kindsOf(withInclusion(other))).toEqual(['not-as-promised']);
  });

  it('that says more, or something else, than the event is found out, signed as it may be', async () => {
    const terms = { origin: ORIGIN, issuedAt: ISSUED, dueAt: DUE };
    const contents: Statement['content'][] = [
      { state: { ...CONTENT.state, verdict: 'mismatch' } },
      { state: { status: 'scored', scores: { familyName: 0.86, givenName: 1 } } },
      { more: null },
    ];
    for (const content of contents) {
      const statement = statementOf(ours, content);
      const promise = signPromise(statement, terms, [history.key]);
      expect(await kindsOf({ ...proved, statement, promise })).toEqual(['not-as-promised']);
    }
    // Less is no lie.
    const statement = statementOf(ours, { state: { status: 'scored' } });
    const promise = signPromise(statement, terms, [history.key]);
    expect(await verify({ ...proved, statement, promise })).toMatchObject({ ok: true });
  });

  it('is believed by the key of its log only', async () => {
    const stranger = SigningKey.generate(ORIGIN).key;
    const neighbour = SigningKey.generate('other.example/log').key;
    expect(await verify(promised, new VerifierKeys([stranger.verifierKey]))).toMatchObject({
      ...{ ok: false, receipt: null, findings: [{ kind: 'not-signed', which: 'promise' }] },
    });
    const terms = { origin: ORIGIN, issuedAt: ISSUED, dueAt: DUE };
    const foreign = { ...promised, promise: signPromise(promised.statement, terms, [neighbour]) };
    const both = new VerifierKeys([history.key.verifierKey, neighbour.verifierKey]);
    expect((await verify(foreign, both)).findings).toMatchObject([{ kind: 'not-signed' }]);
    // While keys rotate, both sign.
    const rotated = { ...promised, promise: addSignatures(promised.promise, [stranger]) };
    expect(await verify(rotated)).toMatchObject({ ok: true });
  });

  it('does not take a checkpoint for a promise', async () => {
    expect(await kindsOf({ ...promised, promise: history.checkpoint })).toEqual(['promise-malformed']);
    expect(await kindsOf({ ...promised, promise: 'nothing signed' })).toEqual(['promise-malformed']);
  });

  it('that has not its form cannot be read', async () => {
    for (const one of [
      null,
      {},
      { statement: 1, promise: 'x' },
      { ...promised, inclusion: { index: 'x' } },
    ]) {
      await expect(verify(one)).rejects.toBeInstanceOf(BundleUnreadableError);
    }
  });
});

describe('what a receipt promises, looked for in a log', () => {
  const late = (at: string) =>
    encodeLeaf({
      ...{ v: 1, id: 'late', type: 'match.settled', at, recordedAt: at, actor: null, action: null },
      ...{ target: null, requestId: null },
    });
  async function looked(leaves: readonly Uint8Array[], selection?: readonly number[]) {
    const log = await EvidenceHistory.of(leaves, history.key);
    const lines = selection === undefined ? await log.lines({ tiles: true }) : await log.selection(selection);
    const watch = new PromiseWatch(bundleOf(lines), promised, log.keys);
    return watch.judged(await log.verify(watch));
  }

  it('is there, and where', async () => {
    expect(await looked(history.leaves)).toMatchObject({ ok: true, receipt: { index: 70 } });
    expect(await looked(history.leaves, [3, 70])).toMatchObject({ ok: true, receipt: { index: 70 } });
  });

  it('is not there yet: nobody is accused before it was due, nor by a part of the log', async () => {
    const before = late('2026-02-01T12:00:00.100Z');
    for (const report of [
      await looked(eventsOf(20)),
      await looked([...eventsOf(20), before]),
      await looked([...eventsOf(20), late('2026-03-01T00:00:00.000Z')], [20]),
    ]) {
      expect(report).toMatchObject({ ok: true, findings: [], receipt: { index: null } });
    }
  });

  it('is broken, where the log went on without it', async () => {
    expect(await looked([...eventsOf(20), late('2026-02-01T12:00:00.101Z')])).toMatchObject({
      ...{ ok: false, receipt: { index: null } },
      findings: [{ kind: 'promise-broken', id: 'event-of-ours', dueAt: DUE.toISOString() }],
    });
  });

  it('is there as something else', async () => {
    const { id, ...rest } = JSON.parse(Buffer.from(ours).toString());
    const other = encodeLeaf({ ...rest, id, target: { kind: 'match', id: 'm-78' } });
    expect(await looked([...eventsOf(9), other])).toMatchObject({
      ...{ ok: false, findings: [{ kind: 'not-as-promised', index: 9 }] },
    });
  });
});
