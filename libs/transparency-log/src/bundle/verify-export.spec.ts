import { createHash } from 'node:crypto';
import { EvidenceHistory } from '../../../../test/support/evidence-history.js';
import { exportFiles, type Files, withManifest, zipOf } from '../../../../test/support/export-zip.js';
import { encodeLeaf } from '../canonical/leaf.js';
import { SigningKey } from '../notes/signing-key.js';
import { payloadLine } from './export-manifest.js';
import { zipInMemory } from '../zip/zip-source.js';
import type { Finding } from './report.js';
import { verifyExport } from './verify-export.js';

const PAYLOADS = new Map([1, 5, 9].map((index) => [index, `{"salt":"${index}"}`]));
const NO_CHANGE = 'nothing was changed';

let history: EvidenceHistory;
let files: Files;
beforeAll(async () => {
  const leaves = Array.from({ length: 12 }, (_, i) =>
    encodeLeaf({
      ...{ v: 1, id: `event-${i}`, type: 'match.settled', at: '2026-01-31T12:00:00.000Z' },
      ...{ recordedAt: '2026-01-31T12:00:00.250Z', actor: null, action: null, requestId: null },
      target: { kind: 'match', id: `m-${i}` },
      payloadHash: createHash('sha256')
        .update(PAYLOADS.get(i) ?? '')
        .digest('base64'),
    }),
  );
  history = await EvidenceHistory.of(leaves);
  files = withManifest(await exportFiles(history, [1, 5, 7, 9], PAYLOADS), history.key);
});

const verify = async (given: Files, compress = true) =>
  verifyExport(zipInMemory(await zipOf(given, compress)), history.keys);

const changed = (name: string, change: (text: string) => string): Files => {
  const before = Buffer.from(files.get(name) ?? []).toString();
  const after = change(before);
  if (after === before) throw new Error(NO_CHANGE);
  return new Map([...files, [name, Buffer.from(after)]]);
};
const without = (...names: string[]): Files => new Map([...files].filter(([name]) => !names.includes(name)));
const kindsOf = (findings: readonly Finding[]) => [...new Set(findings.map(({ kind }) => kind))];

it.each([true, false])('an export that is genuine holds, deflated: %s', async (compress) => {
  const report = await verify(files, compress);
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ ok: true, events: 4, export: { id: 'export-1', rows: 2 } });
});

it('an event whose payload was purged is none to wonder about', async () => {
  const fewer = new Map([...PAYLOADS].filter(([index]) => index !== 5));
  const purged = withManifest(await exportFiles(history, [1, 5, 7, 9], fewer), history.key);
  expect((await verify(purged)).findings).toEqual([]);
});

it('says who was erased, by what certificate; what is no such thing is passed over', async () => {
  const at = '2026-02-01T08:00:00.000Z';
  const erased = { at: new Date(at), certificateId: 'c-1' };
  const lines = [...PAYLOADS].map(([index, text]) => payloadLine(index, text, index === 9 ? null : erased));
  const told = (text: string) =>
    new Map([...files].filter(([name]) => !name.startsWith('manifest'))).set(
      'payloads.ndjson',
      Buffer.from(text),
    );
  const report = await verify(withManifest(told(lines.join('')), history.key));
  expect([report.findings, report.erased]).toEqual([[], [{ at, certificateId: 'c-1', events: 2 }]]);
  const rubbish = withManifest(told(lines.join('').replaceAll('"c-1"', '"\\u001b[31m"')), history.key);
  expect(await verify(rubbish)).toMatchObject({ ok: true, erased: [] });
  // Who puts it in afterwards is found out as with any other change.
  expect((await verify(changed('payloads.ndjson', (text) => text.replace('}', ',"erased":{}}')))).ok).toBe(
    false,
  );
});

it('a changed byte in any of its files is found, and the file named', async () => {
  for (const name of files.keys()) {
    const { ok, findings } = await verify(changed(name, (text) => text.replace(/[a-z0-9]/, '~')));
    expect([name, ok]).toEqual([name, false]);
    expect(JSON.stringify(findings)).toMatch(/manifest/.test(name) ? /manifest/ : new RegExp(`"${name}"`));
  }
});

it('a file that was taken out is found, and named', async () => {
  for (const name of files.keys()) {
    const { findings } = await verify(without(name));
    expect(findings).toContainEqual({ kind: 'file-missing', file: name });
  }
});

it('a file that was put in is found', async () => {
  const { findings } = await verify(new Map([...files, ['more.txt', Buffer.from('x')]]));
  expect(findings).toEqual([{ kind: 'file-added', file: 'more.txt' }]);
});

it('another count in the manifest is found, signed or not', async () => {
  const other = (rows: number) =>
    withManifest(new Map([...files].filter(([name]) => !name.startsWith('manifest'))), history.key, { rows });
  expect((await verify(other(3))).findings).toEqual([{ kind: 'rows', declared: 3, given: 2 }]);
  const unsigned = await verify(changed('manifest.json', (text) => text.replace('"rows":2', '"rows":3')));
  expect(kindsOf(unsigned.findings)).toEqual(['file-altered', 'rows']);
});

it('rows that were changed with their hash in the manifest are found: it is signed', async () => {
  const rows = new Map([
    ...[...files].filter(([name]) => !name.startsWith('manifest')),
    ['matches.ndjson', Buffer.from('{"id":"m-1"}\n{"id":"m-3"}\n')] as const,
  ]);
  const forger = SigningKey.generate('evidence.bank.example/log').key;
  const [mine, theirs] = [withManifest(rows, history.key), withManifest(rows, forger)];
  expect((await verify(theirs)).findings).toEqual([
    { kind: 'not-signed', which: 'manifest', signers: [expect.stringContaining('+')] },
  ]);
  const kept = new Map([...mine, ['manifest.sig', files.get('manifest.sig')!] as const]);
  expect((await verify(kept)).findings).toEqual([{ kind: 'file-altered', file: 'manifest.json' }]);
});

it('a checkpoint is no signature of a manifest', async () => {
  const { findings } = await verify(new Map([...files, ['manifest.sig', files.get('checkpoint')!]]));
  expect(findings).toEqual([{ kind: 'file-altered', file: 'manifest.json' }]);
});

it('a payload that is not its event’s is found, whatever the manifest says', async () => {
  const other = new Map([...PAYLOADS, [5, '{"salt":"6"}']]);
  const forged = withManifest(await exportFiles(history, [1, 5, 7, 9], other), history.key);
  expect((await verify(forged)).findings).toEqual([{ kind: 'payload-altered', index: 5 }]);
  const stray = new Map([...PAYLOADS, [11, '{}']]);
  const added = withManifest(await exportFiles(history, [1, 5, 7, 9], stray), history.key);
  expect((await verify(added)).findings).toEqual([{ kind: 'payload-altered', index: 11 }]);
});

it('the checkpoint beside the events is theirs', async () => {
  const bare = new Map([...files].filter(([name]) => !name.startsWith('manifest')));
  bare.set('checkpoint', Buffer.from(await history.checkpointAt(5)));
  expect((await verify(withManifest(bare, history.key))).findings).toEqual([{ kind: 'checkpoint-differs' }]);
});

it('an event of another log is found', async () => {
  const strange = await EvidenceHistory.of(history.leaves.slice(1), history.key);
  const mixed = new Map([...files].filter(([name]) => !name.startsWith('manifest')));
  const [header] = await history.selection([1]);
  const [, line] = await strange.selection([1]);
  mixed.set('events.ndjson', Buffer.from(`${header}${line}`));
  mixed.set('payloads.ndjson', Buffer.from(''));
  const { findings } = await verify(withManifest(mixed, history.key));
  expect(kindsOf(findings)).toEqual(['not-included']);
});
