import fc from 'fast-check';

import { encodeForm } from './wire-encoding.js';

const wellFormed = fc.string({ unit: 'grapheme' });

/** As a server reads it that takes `%20` for a space and `+` for itself. */
const strictly = (form: string) =>
  form.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return [decodeURIComponent(pair.slice(0, at)), decodeURIComponent(pair.slice(at + 1))];
  });

describe('the encoding of parameters', () => {
  it.each([
    ['a b', 'a%20b'],
    ['+33 6', '%2B33%206'],
    ['é', '%C3%A9'],
    ['ß', '%C3%9F'],
    ["O'Brien", 'O%27Brien'],
    ['Zoé & Léa', 'Zo%C3%A9%20%26%20L%C3%A9a'],
    ['100%', '100%25'],
    ['#1=?/', '%231%3D%3F%2F'],
    ['(a)*!', '%28a%29%2A%21'],
    ['👩‍🚀', '%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80'],
    ['فاطمة', '%D9%81%D8%A7%D8%B7%D9%85%D8%A9'],
    ['נועה', '%D7%A0%D7%95%D7%A2%D7%94'],
    ['a\r\nb\0', 'a%0D%0Ab%00'],
    ['{"a":"b"}', '%7B%22a%22%3A%22b%22%7D'],
  ])('writes %j as %s', (value, encoded) => {
    expect(encodeForm({ p: value })).toBe(`p=${encoded}`);
  });

  it('leaves out what is undefined, and keeps what is empty', () => {
    expect(encodeForm({ a: '1', b: undefined, c: '' })).toBe('a=1&c=');
  });

  it('keeps the order', () => {
    expect(encodeForm({ z: '1', a: '2', m: '3' })).toBe('z=1&a=2&m=3');
  });

  it('arrives as it was, by a strict reader and by a form reader alike', () => {
    fc.assert(
      fc.property(fc.array(wellFormed, { minLength: 1 }), (values) => {
        const parameters = Object.fromEntries(values.map((value, i) => [`p${i}`, value]));
        const form = encodeForm(parameters);
        expect(Object.fromEntries(strictly(form))).toEqual(parameters);
        expect(Object.fromEntries(new URLSearchParams(form))).toEqual(parameters);
        expect(form).toMatch(/^[A-Za-z0-9%&=._~-]*$/);
      }),
      { numRuns: 500 },
    );
  });
});
