import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsEmail, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { all, Name } from '../http/query.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password-rules.js';
import { Email } from './person.bodies.js';

const LENGTH = { context: { remedy: `Send ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters.` } };

const NewPassword = () =>
  all(
    ApiProperty({ type: String, minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD }),
    IsString(),
    Length(SHORTEST_PASSWORD, LONGEST_PASSWORD, LENGTH),
  );

const Password = () => all(ApiProperty({ type: String }), IsString(), Length(1, LONGEST_PASSWORD, LENGTH));

const Token = () =>
  all(
    ApiProperty({ type: String, description: 'What stands behind #invite= in the link.' }),
    Matches(/^[\w-]{20,100}$/, {
      message: 'is not what stands in a link of ours',
      context: { remedy: 'Open the link as it was given.' },
    }),
  );

const Code = () =>
  all(
    ApiProperty({ type: String, example: '123456' }),
    Matches(/^\d{6}$/, {
      message: 'is not six digits',
      context: { remedy: 'Send the six digits the app shows.' },
    }),
  );

@ApiSchema({ name: 'SignIn' })
export class SignInBody {
  @Email()
  email!: string;

  @Password()
  password!: string;
}

@ApiSchema({ name: 'OneTimeCode' })
export class CodeBody {
  @Code()
  code!: string;
}

@ApiSchema({ name: 'BackupCode' })
export class BackupCodeBody {
  @ApiProperty({ type: String, example: 'abcde-fgh23' })
  @IsString()
  @MaxLength(20)
  code!: string;
}

@ApiSchema({ name: 'OpenInvitation' })
export class OpenInvitationBody {
  @Token()
  token!: string;

  @ApiPropertyOptional({
    ...{ type: String, format: 'email' },
    description: 'Of the first administrator, for their authenticator app.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsEmail()
  @MaxLength(254)
  email?: string;
}

@ApiSchema({ name: 'AcceptInvitation' })
export class AcceptInvitationBody {
  @Token()
  token!: string;

  @ApiPropertyOptional({
    ...{ type: String, format: 'email' },
    description: 'Of the first administrator; of others it is known.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiProperty({ type: String, example: 'Marie Martin', maxLength: 100 })
  @Name()
  name!: string;

  @NewPassword()
  password!: string;

  @Code()
  code!: string;
}

@ApiSchema({ name: 'ChangePassword' })
export class ChangePasswordBody {
  @Password()
  currentPassword!: string;

  @NewPassword()
  newPassword!: string;
}
