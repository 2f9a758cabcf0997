import { decodeLeaf, encodeLeaf, MAX_LEAF_BYTES, type LogEvent } from './leaf.js';

const EVENT: LogEvent = {
  v: 1,
  id: '0190f0a1-1111-7000-8000-000000000001',
  type: 'match.scored',
  at: '2026-01-31T12:00:00.000Z',
  recordedAt: '2026-01-31T12:00:00.250Z',
  actor: { kind: 'key', id: 'k-1' },
  action: 'matches.create',
  target: { kind: 'match', id: 'm-1' },
  requestId: null,
};
const utf8 = (value: string) => Buffer.from(value);

describe('a leaf', () => {
  it('is the canonical JSON of the event', () => {
    expect(Buffer.from(encodeLeaf({ ...EVENT, sealed: 'AQID' })).toString()).toBe(
      '{"action":"matches.create","actor":{"id":"k-1","kind":"key"},"at":"2026-01-31T12:00:00.000Z",' +
        '"id":"0190f0a1-1111-7000-8000-000000000001","recordedAt":"2026-01-31T12:00:00.250Z","requestId":null,' +
        '"sealed":"AQID","target":{"id":"m-1","kind":"match"},"type":"match.scored","v":1}',
    );
  });

  it('does not depend on the order of fields, and comes back', () => {
    const turned = Object.fromEntries(Object.entries(EVENT).reverse()) as unknown as LogEvent;
    expect(encodeLeaf(turned)).toEqual(encodeLeaf(EVENT));
    const whole = { ...EVENT, sealed: '', payloadHash: Buffer.alloc(32, 9).toString('base64') };
    expect(decodeLeaf(encodeLeaf(whole))).toEqual(whole);
  });

  it.each([
    ['v', { v: 2 }],
    ['id', { id: '' }],
    ['type', { type: undefined }],
    ['at', { at: '2026-01-31T12:00:00Z' }],
    ['at', { at: '2026-02-31T12:00:00.000Z' }],
    ['recordedAt', { recordedAt: 'yesterday' }],
    ['recordedAt', { recordedAt: new Date(0) }],
    ['actor', { actor: undefined }],
    ['value.actor.name', { actor: { name: undefined } }],
    ['action', { action: 7 }],
    ['requestId', { requestId: undefined }],
    ['payloadHash', { payloadHash: 'AQID' }],
    ['sealed', { sealed: 'AQI' }],
    ['sealed', { sealed: undefined }],
    ['name', { name: 'Marie' }],
    ['its length', { target: 'x'.repeat(MAX_LEAF_BYTES) }],
  ])('is refused because of %s: %j', (field, change) => {
    const event = { ...EVENT, ...change } as unknown as LogEvent;
    expect(() => encodeLeaf(event)).toThrow(expect.objectContaining({ code: 'TLOG_LEAF_REFUSED', field }));
  });

  const text = Buffer.from(encodeLeaf(EVENT)).toString();
  it.each([
    ['a space more', utf8(text.replace(',', ', '))],
    ['a line more', utf8(`${text}\n`)],
    ['members in another order', utf8(`{"v":1,${text.slice(1, -7)}}`)],
    ['a member twice', utf8(text.replace('"v":1', '"v":1,"v":1'))],
    ['a number written otherwise', utf8(text.replace('"v":1', '"v":1.0'))],
    ['a field more', utf8(text.replace('"v":1', '"v":1,"x":1'))],
    ['a byte order mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), utf8(text)])],
    ['no UTF-8', Buffer.concat([utf8(text), Buffer.of(0xff)])],
    ['no object', utf8('[]')],
    ['null', utf8('null')],
    ['nothing', Buffer.alloc(0)],
  ])('is not read with %s', (_, bytes) => {
    expect(() => decodeLeaf(bytes)).toThrow(expect.objectContaining({ code: 'TLOG_LEAF_MALFORMED' }));
  });
});
