import referenceOf from 'canonicalize';
import fc from 'fast-check';
import { canonicalise } from './canonical-json.js';

const canonicalOf = (json: string) => canonicalise(JSON.parse(json));

describe('RFC 8785, from its text and its authors’ test data', () => {
  it('§3.2.2: literals, strings and numbers', () => {
    expect(
      canonicalOf(
        String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
      ),
    ).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('§3.2.3: members sorted by UTF-16 code units, not by code points', () => {
    const sorted = canonicalOf(
      String.raw`{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}`,
    );
    expect(
      Object.values(JSON.parse(`[${sorted.slice(1, -1).replaceAll('":"', '","')}]`)).filter((_, i) => i % 2),
    ).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each([
    [
      String.raw`{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { }}`,
      String.raw`{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}`,
    ],
    ['[ 56, { "d": true, "10": null, "1": [ ] } ]', '[56,{"1":[],"10":null,"d":true}]'],
    [
      '{"peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST", "sin": "ignore locale"}',
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
    ],
    [String.raw`"\u007f\u0080</script>"`, '"\u007f\u0080</script>"'],
  ])('%s', (json, expected) => expect(canonicalOf(json)).toBe(expected));

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the double %s is %s', (bits, expected) => {
    expect(canonicalise(Buffer.from(bits, 'hex').readDoubleBE())).toBe(expected);
  });

  it.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])(
    'appendix B: %s is refused',
    (bits) => {
      expect(() => canonicalise(Buffer.from(bits, 'hex').readDoubleBE())).toThrow('finite');
    },
  );
});

describe('properties', () => {
  // fast-check's JSON has negative zero and half surrogate pairs; the latter are refused, and tested below.
  const values = fc.jsonValue({ stringUnit: 'binary' });

  it('is what another implementation gives', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalise(value)).toBe((referenceOf as unknown as (value: unknown) => string)(value));
      }),
      { seed: 8785, numRuns: 500 },
    );
  });

  it('is JSON of the same value, and canonical itself', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalise(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalOf(text)).toBe(text);
      }),
      { seed: 8785, numRuns: 500 },
    );
  });
});

describe('refuses what JSON.stringify would drop or change', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  it.each([
    ['undefined', { a: undefined }, 'value.a'],
    ['a hole', [1, , 3], 'value[1]'], // eslint-disable-line no-sparse-arrays -- that is what is tested
    ['NaN', [NaN], 'value[0]'],
    ['a bigint', { a: { b: 1n } }, 'value.a.b'],
    ['a function', () => 1, 'value'],
    ['a symbol', { [Symbol('s')]: 1 }, 'value'],
    ['a date', { at: new Date(0) }, 'value.at'],
    ['a map', new Map(), 'value'],
    ['half a surrogate pair', ['\ud800'], 'value[0]'],
    ['half a surrogate pair in a name', { '\udc00': 1 }, 'a name in value'],
    ['a value that holds itself', circle, `value${'[0]'.repeat(65)}`],
  ])('%s', (_, value, input) => {
    expect(() => canonicalise(value)).toThrow(expect.objectContaining({ code: 'TLOG_INPUT_REFUSED', input }));
  });
});
