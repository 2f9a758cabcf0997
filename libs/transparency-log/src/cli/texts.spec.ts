import type { Finding, VerificationReport } from '../bundle/report.js';
import { languageOf } from './arguments.js';
import { textsOf } from './languages.js';
import { describeFinding } from './texts.js';

const FINDINGS: { readonly [Kind in Finding['kind']]: Extract<Finding, { kind: Kind }> } = {
  'not-signed': { kind: 'not-signed', which: 'checkpoint', signers: ['a+1'] },
  'signature-invalid': { kind: 'signature-invalid', which: 'old-checkpoint', key: 'a+1' },
  'checkpoint-malformed': { kind: 'checkpoint-malformed', which: 'checkpoint', problem: 'p' },
  'other-log': { kind: 'other-log', origin: 'a', oldOrigin: 'b' },
  'too-few-witnesses': { kind: 'too-few-witnesses', wanted: 2, found: 1 },
  'rolled-back': { kind: 'rolled-back', oldSize: 9, size: 8 },
  forked: { kind: 'forked', oldSize: 8, size: 9 },
  'consistency-unproven': { kind: 'consistency-unproven', oldSize: 8 },
  count: { kind: 'count', declared: 7, given: 8, size: 9 },
  altered: { kind: 'altered', index: 1234, id: 'event-x' },
  missing: { kind: 'missing', index: 7, count: 3 },
  added: { kind: 'added', position: 7, id: null },
  reordered: { kind: 'reordered', index: 7, position: 9, count: 1 },
  gap: { kind: 'gap', index: 7, count: 1 },
  'out-of-place': { kind: 'out-of-place', index: 7, position: 9 },
  'not-included': { kind: 'not-included', index: 7, id: 'event-x' },
  damaged: { kind: 'damaged', at: 'line 9' },
  'tile-altered': { kind: 'tile-altered', tile: 'tile/0/000' },
  'tile-missing': { kind: 'tile-missing', tile: 'tile/0/000' },
  'root-mismatch': { kind: 'root-mismatch', size: 9 },
  'file-altered': { kind: 'file-altered', file: 'f' },
  'file-missing': { kind: 'file-missing', file: 'f' },
  'file-added': { kind: 'file-added', file: 'f' },
  'file-unreadable': { kind: 'file-unreadable', file: 'f' },
  rows: { kind: 'rows', declared: 2, given: 1 },
  'payload-altered': { kind: 'payload-altered', index: 7 },
  'checkpoint-differs': { kind: 'checkpoint-differs' },
  'promise-malformed': { kind: 'promise-malformed' },
  'statement-altered': { kind: 'statement-altered' },
  'promise-of-other-log': { kind: 'promise-of-other-log', origin: 'a', promised: 'b' },
  'not-as-promised': { kind: 'not-as-promised', index: 7 },
  'promise-broken': { kind: 'promise-broken', id: 'event-x', dueAt: '2026-01-31T12:00:00.000Z' },
};

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  const texts = textsOf(language);

  it('every finding is a sentence of its own, with its numbers', () => {
    const sentences = Object.values(FINDINGS).map((finding) => describeFinding(texts, finding));
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[\p{Lu}].*\.$/u);
    expect(sentences.join('\n')).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('no sentence is that of the other language', () => {
    const other = textsOf(language === 'en' ? 'fr' : 'en');
    for (const finding of Object.values(FINDINGS)) {
      expect(describeFinding(texts, finding)).not.toBe(describeFinding(other, finding));
    }
    const report = { events: 3, origin: 'o', size: 3 } as VerificationReport;
    expect(texts.genuine(report)).not.toBe(other.genuine(report));
    expect(Object.keys(texts.problems)).toEqual(Object.keys(other.problems));
    expect(Object.values(texts.zip)).not.toEqual(Object.values(other.zip));
    expect(texts.exported({ id: 'x', rows: 2 })).not.toBe(other.exported({ id: 'x', rows: 2 }));
    for (const index of [null, 7]) {
      const said = { eventId: 'e', type: 't', at: 'a', issuedAt: 'i', dueAt: 'd', index };
      expect(texts.receipt(said)).not.toBe(other.receipt(said));
    }
    for (const name of ['genuineReceipt', 'furtherPages', 'usage'] as const) {
      expect(texts[name]).not.toBe(other[name]);
    }
    expect(texts.pending(2)).not.toBe(other.pending(2));
    const erased = { at: 'a', certificateId: 'c', events: 2 };
    expect(texts.erased(erased)).not.toBe(other.erased(erased));
  });
});

it('says what is altered in words', () => {
  expect(describeFinding(textsOf('en'), FINDINGS.altered)).toBe(
    'Altered: event 1,234, given as something else (event-x).',
  );
  expect(describeFinding(textsOf('fr'), FINDINGS.missing)).toBe('Manquant : les événements 7 à 9.');
});

it.each([
  [['--lang', 'fr'], {}, 'fr'],
  [['--lang=fr'], { LANG: 'en_US.UTF-8' }, 'fr'],
  [[], { LANG: 'fr_FR.UTF-8' }, 'fr'],
  [[], { LC_ALL: 'C', LANG: 'fr_FR' }, 'en'],
  [['--lang', 'en'], { LANG: 'fr_FR' }, 'en'],
  [[], {}, 'en'],
] as const)('%j in %j speaks %s', (argv, env, language) => expect(languageOf(argv, env)).toBe(language));
