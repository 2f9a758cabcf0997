import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { type Role, ROLE_NAMES } from '../access/permissions.js';
import { all, Name } from '../http/query.js';

export const Email = () =>
  all(
    ApiProperty({ type: String, format: 'email', example: 'marie@bank.example' }),
    IsEmail(),
    MaxLength(254),
  );

const Roles = () =>
  all(
    IsArray(),
    ArrayNotEmpty({ context: { remedy: 'Send at least one.' } }),
    ArrayUnique({ context: { remedy: 'Send each one once.' } }),
    IsIn(ROLE_NAMES, { each: true, context: { remedy: `Send some of ${ROLE_NAMES.join(', ')}.` } }),
  );

@ApiSchema({ name: 'InvitePerson' })
export class InvitePersonBody {
  @Email()
  email!: string;

  @ApiProperty({ type: String, example: 'Marie Martin', maxLength: 100 })
  @Name()
  name!: string;

  @ApiProperty({ enum: ROLE_NAMES, isArray: true, example: ['viewer'] })
  @Roles()
  roles!: Role[];
}

@ApiSchema({ name: 'ChangePerson' })
export class ChangePersonBody {
  @ApiPropertyOptional({ type: String, maxLength: 100 })
  @ValidateIf((_, value) => value !== undefined)
  @Name()
  name?: string;

  @ApiPropertyOptional({ enum: ROLE_NAMES, isArray: true, description: 'Holds from their next request on.' })
  @ValidateIf((_, value) => value !== undefined)
  @Roles()
  roles?: Role[];

  @ApiPropertyOptional({ type: Boolean, description: 'true: signed out at once, and not let in again.' })
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  disabled?: boolean;
}
