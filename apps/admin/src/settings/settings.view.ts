import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { APPROVAL_KINDS, type ApprovalKind } from '../approvals/approval-kinds.js';
import type { ProbingSettings, Settings } from './settings-record.js';

@ApiSchema({ name: 'Probing', description: 'When it is probing to try identities on one number.' })
export class ProbingView implements ProbingSettings {
  @ApiProperty({ type: Boolean }) enabled!: boolean;
  @ApiProperty({ type: Number, description: 'Minutes that are looked back on.' }) windowMinutes!: number;
  @ApiProperty({ type: Number, description: 'Different identities that may be tried.' })
  maxIdentities!: number;
  @ApiProperty({ type: Number, description: 'How often one may come closer than all before.' })
  maxClimbs!: number;
  @ApiProperty({ type: Number, description: 'Minutes for which the number is refused then.' })
  throttleMinutes!: number;
}

@ApiSchema({ name: 'Settings' })
export class SettingsView implements Settings {
  @ApiProperty({ enum: APPROVAL_KINDS, isArray: true, description: 'What takes a second person.' })
  fourEyes!: readonly ApprovalKind[];
  @ApiProperty({ type: Number, description: 'Hours after which a request for a second person is over.' })
  approvalHours!: number;
  @ApiProperty({ type: ProbingView }) probing!: ProbingView;
}
