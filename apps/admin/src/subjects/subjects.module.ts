import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { LocalKeyWrapper, MasterKeyring, SubjectKeys } from 'sealed-fields';
import { AdminSecrets } from '../config/admin-secrets.js';
import { BlindIndexes } from './blind-indexes.js';
import { PrismaSubjectKeyStore } from './prisma-subject-key-store.js';
import { PrismaSubjects } from './prisma-subjects.js';

/** Persons: found by blind indexes, each with a data key of their own. */
@Global()
@Module({
  providers: [
    BlindIndexes,
    PrismaSubjects,
    PrismaSubjectKeyStore,
    {
      provide: MasterKeyring,
      inject: [AdminSecrets],
      useFactory: ({ masterKeys }: AdminSecrets) => new MasterKeyring(masterKeys),
    },
    {
      provide: LocalKeyWrapper,
      inject: [MasterKeyring],
      useFactory: (keyring: MasterKeyring) => new LocalKeyWrapper(keyring),
    },
    {
      provide: SubjectKeys,
      inject: [PrismaSubjectKeyStore, LocalKeyWrapper],
      useFactory: (store: PrismaSubjectKeyStore, wrapper: LocalKeyWrapper) =>
        new SubjectKeys({ store, wrapper }),
    },
  ],
  exports: [BlindIndexes, PrismaSubjects, PrismaSubjectKeyStore, MasterKeyring, LocalKeyWrapper, SubjectKeys],
})
export class SubjectsModule implements OnApplicationShutdown {
  constructor(private readonly keys: SubjectKeys) {}

  onApplicationShutdown(): void {
    this.keys.close();
  }
}
