import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { LANGUAGES, type Language } from '../documents/language.js';

@ApiSchema({ name: 'RegisteredPurpose' })
export class RegisteredPurposeView {
  @ApiProperty({ type: String }) application!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: none was given.' }) purpose!:
    string | null;
  @ApiProperty({ type: Number }) matches!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The rule that counts.' })
  ruleId!: string | null;
  @ApiProperty({ type: String, description: 'In plain words.' }) retention!: string;
}

@ApiSchema({ name: 'RegisteredSecurity' })
export class RegisteredSecurityView {
  @ApiProperty({ enum: ['embedded', 'postgresql'] }) database!: 'embedded' | 'postgresql';
  @ApiProperty({ type: Number }) masterKeys!: number;
  @ApiProperty({ type: [String], description: 'Acts that take a second person.' })
  fourEyes!: readonly string[];
  @ApiProperty({ type: Boolean }) production!: boolean;
  @ApiProperty({ type: Boolean, description: 'The service is reached by https.' }) https!: boolean;
  @ApiProperty({ type: Number, description: 'Requests a minute per key; 0: no limit.' }) rateLimit!: number;
  @ApiProperty({ type: [String] }) measures!: readonly string[];
}

@ApiSchema({ name: 'Register', description: 'The register of processing (GDPR Art. 30), as things are set.' })
export class RegisterView {
  @ApiProperty({ enum: LANGUAGES }) language!: Language;
  @ApiProperty({ type: String, format: 'date-time' }) generatedAt!: string;
  @ApiProperty({ type: String }) activity!: string;
  @ApiProperty({ type: [String] }) applications!: readonly string[];
  @ApiProperty({ type: [RegisteredPurposeView] }) purposes!: readonly RegisteredPurposeView[];
  @ApiProperty({ type: [String] }) persons!: readonly string[];
  @ApiProperty({ type: [String] }) data!: readonly string[];
  @ApiProperty({ type: [String] }) recipients!: readonly string[];
  @ApiProperty({ type: [String] }) transfers!: readonly string[];
  @ApiProperty({ type: RegisteredSecurityView }) security!: RegisteredSecurityView;
}
