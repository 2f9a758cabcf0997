import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type Permission, PERMISSIONS, type Role, ROLE_NAMES } from '../access/permissions.js';
import type { InvitedPerson } from './people.service.js';
import { PERSON_STANDINGS, type PersonRecord, type PersonStanding, standingOf } from './person-record.js';
import type { SessionRecord } from './prisma-sessions.js';

const Time = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

@ApiSchema({ name: 'Person' })
export class PersonView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ example: 'marie@bank.example' }) email!: string;
  @ApiProperty({ example: 'Marie Martin' }) name!: string;
  @ApiProperty({ enum: ROLE_NAMES, isArray: true }) roles!: readonly Role[];
  @ApiProperty({ enum: PERSON_STANDINGS, description: 'invited: has not come in yet.' })
  status!: PersonStanding;
  @ApiProperty({ description: 'Whether a one-time code is set up.' }) twoFactor!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @Time('When they first came in.') joinedAt!: string | null;
  @Time() disabledAt!: string | null;
}

@ApiSchema({ name: 'InvitedPerson' })
export class InvitedPersonView extends PersonView {
  @ApiProperty({
    example: 'https://id.example.com/sign-in#invite=…',
    description: 'The link. Shown this once: only its hash is kept. Hand it over by a way you trust.',
  })
  invitation!: string;
  @ApiProperty({ type: String, format: 'date-time' }) invitationExpiresAt!: string;
}

@ApiSchema({ name: 'PersonPage' })
export class PersonPageView {
  @ApiProperty({ type: [PersonView], description: 'Newest first.' }) items!: readonly PersonView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'Session' })
export class SessionView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'To the minute.' }) lastSeenAt!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it ends in any case.' })
  expiresAt!: string;
  @ApiProperty({ description: 'The one this was asked in.' }) current!: boolean;
}

@ApiSchema({ name: 'Me' })
export class MeView {
  @ApiProperty({ enum: ['bootstrap', 'key', 'person'] }) kind!: string;
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'Of a person their name; of a key its own.' }) name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of a person.' }) email!: string | null;
  @ApiProperty({ enum: ROLE_NAMES, isArray: true }) roles!: readonly Role[];
  @ApiProperty({ enum: PERMISSIONS, isArray: true }) permissions!: readonly Permission[];
  @ApiProperty({ type: [SessionView], description: 'Newest first; a key has none.' })
  sessions!: readonly SessionView[];
}

export const personViewOf = (record: PersonRecord): PersonView => personFieldsOf(record);

const personFieldsOf = (record: PersonRecord) => {
  const { id, email, name, roles, twoFactorEnabled, createdAt, joinedAt, disabledAt } = record;
  return {
    ...{ id, email, name, roles, status: standingOf(record), twoFactor: twoFactorEnabled },
    ...{ createdAt: createdAt.toISOString(), joinedAt: textOf(joinedAt), disabledAt: textOf(disabledAt) },
  };
};

export const invitedViewOf = ({ record, invitation }: InvitedPerson): InvitedPersonView => ({
  ...personFieldsOf(record),
  invitation: invitation.link,
  invitationExpiresAt: invitation.record.expiresAt.toISOString(),
});

export const sessionViewOf = (record: SessionRecord, current: string | undefined): SessionView => ({
  id: record.id,
  createdAt: record.createdAt.toISOString(),
  lastSeenAt: record.lastSeenAt.toISOString(),
  expiresAt: record.expiresAt.toISOString(),
  current: record.id === current,
});

const textOf = (at: Date | null) => at?.toISOString() ?? null;
