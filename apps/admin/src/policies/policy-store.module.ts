import { Module } from '@nestjs/common';
import { ActivePolicy } from './active-policy.js';
import { PrismaPolicies } from './prisma-policies.js';

/** Policies in the database, and the one in force. */
@Module({ providers: [PrismaPolicies, ActivePolicy], exports: [PrismaPolicies, ActivePolicy] })
export class PolicyStoreModule {}
