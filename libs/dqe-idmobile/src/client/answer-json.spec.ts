import fc from 'fast-check';

import { answerJson } from './answer-json.js';
import type { WireObject } from './wire-json.js';

const keep = (body: object, token = 'TOKEN1') =>
  answerJson(JSON.parse(JSON.stringify(body)) as WireObject, token);

describe('the JSON of an answer, as it is kept', () => {
  it('is what DQE sent, members nobody documented among it', () => {
    const sent = { status: 'success', family_name: 0.98, address: { locality: '' }, list: [1, null, true] };
    expect(keep(sent)).toEqual(sent);
  });

  it.each(['token', 'access_token', 'TokenId', 'client_secret', 'licence', 'license', 'set-cookie'])(
    'has no member called %s, however deep',
    (name) => {
      expect(keep({ a: { [name]: 'x', b: [{ [name]: 1 }] } })).toEqual({ a: { b: [{}] } });
    },
  );

  it('takes a member called __proto__ as a member', () => {
    const kept = answerJson(JSON.parse('{"__proto__":{"a":1}}') as WireObject, 'T');
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(JSON.stringify(kept)).toBe('{"__proto__":{"a":1}}');
  });

  it('does not hold the token of the session, whatever it hides in', () => {
    const sent = { url: 'https://operator.example/?t=TOKEN1&a', TOKEN1: 1, list: ['xTOKEN1x', 'other'] };
    expect(keep(sent)).toEqual({ url: null, list: [null, 'other'] });
  });

  it('never holds it, whatever DQE sends', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        expect(JSON.stringify(keep({ ...body, at: ['>TOKEN1<'] }))).not.toContain('TOKEN1');
      }),
    );
  });

  it('ends somewhere, and is text that can be stored', () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    expect(JSON.stringify(answerJson(JSON.parse(deep) as WireObject, 'T')).length).toBeLessThan(100);
    expect(keep({ 'a\ud800': 'b\udfff' })).toEqual({ 'a\ufffd': 'b\ufffd' });
  });
});
