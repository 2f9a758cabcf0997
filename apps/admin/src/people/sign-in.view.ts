import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'SignInMethods' })
export class SignInMethodsView {
  @ApiProperty({ description: 'Whether an OpenID provider is set up.' }) sso!: boolean;
}

@ApiSchema({ name: 'SignInStep' })
export class SignInStepView {
  @ApiProperty({
    enum: ['code', 'none'],
    description: 'What is to follow; a cookie says whose sign-in it is.',
  })
  next!: 'code' | 'none';
}

@ApiSchema({ name: 'Enrolment' })
export class EnrolmentView {
  @ApiProperty({ type: String, nullable: true, description: 'null: the first administrator says it.' })
  email!: string | null;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ description: 'For who types it into an authenticator app: base 32.' }) secret!: string;
  @ApiProperty({ example: 'otpauth://totp/…' }) uri!: string;
  @ApiProperty({ description: 'The same as a QR code: SVG.' }) picture!: string;
}

@ApiSchema({ name: 'Joined' })
export class JoinedView {
  @ApiProperty({ type: [String], description: 'Shown this once; each is good for one sign-in.' })
  backupCodes!: readonly string[];
}

@ApiSchema({ name: 'SsoStart' })
export class SsoStartView {
  @ApiProperty({ description: 'Where to send the browser.' }) url!: string;
}
