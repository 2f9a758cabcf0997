import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { LANGUAGES, type Language } from '../../documents/language.js';
import { OverviewCasesView, OverviewEvidenceView } from '../overview.view.js';
import {
  ConsentReportView,
  ErrorsReportView,
  FieldsReportView,
  LatencyReportView,
  LifecycleReportView,
  OperatorsReportView,
  VolumesReportView,
} from '../report.views.js';

@ApiSchema({ name: 'MonthlyReport', description: 'All that a month is answered for with. It names nobody.' })
export class MonthlyReportView {
  @ApiProperty({ type: String, example: '2026-10' }) month!: string;
  @ApiProperty({ type: Boolean, description: 'Whether the month is over.' }) complete!: boolean;
  @ApiProperty({ enum: LANGUAGES }) language!: Language;
  @ApiProperty({ type: String, format: 'date-time' }) generatedAt!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: all.' }) application!: string | null;
  @ApiProperty({ type: VolumesReportView, description: 'By application.' }) volumes!: VolumesReportView;
  @ApiProperty({ type: OperatorsReportView }) operators!: OperatorsReportView;
  @ApiProperty({ type: LatencyReportView, description: 'By application.' }) latency!: LatencyReportView;
  @ApiProperty({ type: ConsentReportView, description: 'By application.' }) consent!: ConsentReportView;
  @ApiProperty({ type: ErrorsReportView }) errors!: ErrorsReportView;
  @ApiProperty({ type: FieldsReportView }) fields!: FieldsReportView;
  @ApiProperty({ type: LifecycleReportView }) lifecycle!: LifecycleReportView;
  @ApiProperty({ type: OverviewCasesView, description: 'As things stand, not at the end of the month.' })
  cases!: OverviewCasesView;
  @ApiProperty({ type: OverviewEvidenceView, nullable: true, description: 'As things stand; null for keys.' })
  evidence!: OverviewEvidenceView | null;
}
