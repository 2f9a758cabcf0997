import { testDatabase } from '../../../../test/support/database.js';
import { describeSubjectKeyStore } from '../../../../test/support/subject-key-store-contract.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaSubjectKeyStore } from './prisma-subject-key-store.js';

describeSubjectKeyStore('PrismaSubjectKeyStore', async () => {
  const test = await testDatabase();
  const { client } = await test.open();
  return { store: new PrismaSubjectKeyStore({ client } as PrismaDatabase), close: () => test.drop() };
});
