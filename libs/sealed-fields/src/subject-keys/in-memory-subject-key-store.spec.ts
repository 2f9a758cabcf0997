import { describeSubjectKeyStore } from '../../../../test/support/subject-key-store-contract.js';
import { InMemorySubjectKeyStore } from './in-memory-subject-key-store.js';

describeSubjectKeyStore('InMemorySubjectKeyStore', () =>
  Promise.resolve({ store: new InMemorySubjectKeyStore(), close: () => Promise.resolve() }),
);
