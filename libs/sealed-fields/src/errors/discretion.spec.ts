import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import {
  InMemorySubjectKeyStore,
  LocalKeyWrapper,
  MasterKeyring,
  normaliseEmail,
  normaliseNumber,
  SealedFieldsError,
  SubjectKeys,
} from '../index.js';

const SECRETS = ['Marie Curie', 'subject-of-marie', '+33 6 12 34', 'marie at example', 'row-of-marie'];
const K1 = { id: 'k1', key: randomBytes(32) };

/** Everything that can go wrong with real input, with words in it that must not come out. */
async function everyError(): Promise<unknown[]> {
  const store = new InMemorySubjectKeyStore();
  const keys = new SubjectKeys({ store, wrapper: new LocalKeyWrapper(new MasterKeyring([K1])) });
  const [value = '', subject = '', number = '', email = '', row = ''] = SECRETS;
  const place = { table: 'customers', column: 'name', row };
  const caught: unknown[] = [];
  const attempt = async (act: () => unknown) => {
    try {
      await act();
    } catch (error) {
      caught.push(error);
    }
  };
  const openedBy = async (by: SubjectKeys, whose: string, envelope: Uint8Array, at = place) => {
    const [opened] = await by.openAll([{ subject: whose, place: at, envelope }]);
    caught.push(opened?.opened === false ? opened.error : undefined);
  };
  const [envelope = new Uint8Array()] = await keys.sealAll([{ subject, place, value }]);
  const changed = Uint8Array.from(envelope, (byte, i) => (i === envelope.length - 1 ? byte ^ 1 : byte));
  const over = (key: { id: string; key: Uint8Array }) =>
    new SubjectKeys({ store, wrapper: new LocalKeyWrapper(new MasterKeyring([key])) });

  await attempt(() => keys.sealAll([{ subject, place, value: `${value}\ud800` }]));
  await attempt(() => keys.sealAll([{ subject, place: { ...place, row: `${row}\ud800` }, value }]));
  await attempt(() => keys.sealAll([{ subject: `${subject}\ud800`, place, value }]));
  await attempt(() => MasterKeyring.parse(`k1:${value}`));
  await attempt(() => normaliseNumber(number));
  await attempt(() => normaliseEmail(email));
  await attempt(() => keys.toOpen([subject], (lent) => lent).then((lent) => lent.of(subject)));
  await openedBy(keys, subject, changed);
  await openedBy(keys, subject, envelope, { ...place, row: `${row}-2` });
  await openedBy(keys, subject, envelope.subarray(0, 9));
  await openedBy(keys, `${subject}-2`, envelope);
  await openedBy(over({ id: 'k2', key: randomBytes(32) }), subject, envelope);
  await openedBy(over({ id: 'k1', key: randomBytes(32) }), subject, envelope);
  await keys.sealAll([{ subject: `${subject}-2`, place, value }]);
  await openedBy(keys, `${subject}-2`, envelope);
  await keys.destroy(subject);
  await openedBy(keys, subject, envelope);
  return caught;
}

it('no error holds a value, a subject, a place, a key or a word of OpenSSL', async () => {
  const errors = await everyError();
  expect(errors).toHaveLength(15);
  const codes = new Set<string>();
  for (const error of errors) {
    if (!(error instanceof SealedFieldsError)) throw error;
    codes.add(error.code);
    const [first = ''] = inspect(error, { depth: 9, showHidden: true }).split('\n    at ');
    const printed = [first, JSON.stringify(error), error.message].join('\n');
    for (const secret of [...SECRETS, Buffer.from(K1.key).toString('base64')]) {
      expect(printed).not.toContain(secret);
    }
    expect(printed).not.toMatch(/Buffer|Uint8Array|OpenSSL|Unsupported state|unable to authenticate/i);
    expect(error.cause).toBeUndefined();
  }
  expect([...codes].sort()).toEqual([
    'SEALED_INPUT_REFUSED',
    'SEALED_KEY_GIVEN_BACK',
    'SEALED_MASTER_KEYS_INVALID',
    'SEALED_MASTER_KEY_MISSING',
    'SEALED_NOT_AN_ENVELOPE',
    'SEALED_NOT_AUTHENTIC',
    'SEALED_OTHER_KEY',
    'SEALED_SUBJECT_ERASED',
    'SEALED_SUBJECT_UNKNOWN',
    'SEALED_WRAPPED_KEY_REFUSED',
  ]);
});
