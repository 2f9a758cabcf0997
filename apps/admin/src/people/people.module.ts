import { Module, type OnModuleInit } from '@nestjs/common';
import { Callers } from '../access/callers.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { AuthEngine } from './auth-engine.js';
import { AuthKeys } from './auth-keys.js';
import { InvitationsService } from './invitations.service.js';
import { MeController } from './me.controller.js';
import { MeService } from './me.service.js';
import { OidcPeople } from './oidc-people.js';
import { OneTimeCodes } from './one-time-codes.js';
import { PeopleController } from './people.controller.js';
import { PeopleHousekeeping } from './people-housekeeping.js';
import { PeopleService } from './people.service.js';
import { problemOfPersonError } from './person-problems.js';
import { PrismaInvitations } from './prisma-invitations.js';
import { PrismaPeople } from './prisma-people.js';
import { PrismaSessions } from './prisma-sessions.js';
import { PrismaSignInAttempts } from './prisma-sign-in-attempts.js';
import { SessionPrincipalSource } from './session-principal-source.js';
import { SignInRecords } from './sign-in-records.js';
import { SignInController } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';
import { SsoController } from './sso.controller.js';
import { SsoService } from './sso.service.js';

/** The staff: who they are, and how they come in. */
@Module({
  controllers: [PeopleController, SignInController, SsoController, MeController],
  providers: [
    ...[
      AuthKeys,
      AuthEngine,
      OneTimeCodes,
      OidcPeople,
      SessionPrincipalSource,
      SignInRecords,
      PeopleHousekeeping,
    ],
    ...[PrismaPeople, PrismaSessions, PrismaInvitations, PrismaSignInAttempts],
    ...[PeopleService, SignInService, SsoService, InvitationsService, MeService],
  ],
})
export class PeopleModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly callers: Callers,
    private readonly sessions: SessionPrincipalSource,
  ) {}

  onModuleInit(): void {
    this.problems.register(problemOfPersonError);
    this.callers.register(this.sessions);
  }
}
