import * as library from './index.js';

/** What consumers can import. An addition is a feature; a removal or a change of kind breaks somebody. */
const EXPORTS = {
  BlindIndex: 'function',
  ENVELOPE_OVERHEAD: 'number',
  InMemorySubjectKeyStore: 'function',
  InputRefusedError: 'function',
  KeyGivenBackError: 'function',
  LocalKeyWrapper: 'function',
  MasterKeyMissingError: 'function',
  MasterKeyring: 'function',
  MasterKeysInvalidError: 'function',
  NotAnEnvelopeError: 'function',
  NotAuthenticError: 'function',
  OtherKeyError: 'function',
  SealedFieldsError: 'function',
  SubjectErasedError: 'function',
  SubjectKeys: 'function',
  SubjectUnknownError: 'function',
  WrappedKeyRefusedError: 'function',
  normaliseEmail: 'function',
  normaliseNumber: 'function',
  rotate: 'function',
};

it('exports these names and no other', () => {
  const kinds = Object.entries(library).map(([name, value]) => [name, typeof value]);
  expect(Object.fromEntries(kinds)).toEqual(EXPORTS);
});
