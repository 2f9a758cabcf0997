import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, ValidateIf } from 'class-validator';
import { ActorView } from '../../audit/access-event.view.js';
import { LanguageChoice } from '../../documents/document.js';
import { LANGUAGES, type Language } from '../../documents/language.js';
import { all } from '../../http/query.js';
import {
  type Every,
  EVERY,
  FILE_FORMATS,
  type FileFormat,
  type ReportFile,
  type ReportSchedule,
  SCHEDULED_REPORTS,
  type ScheduledReport,
} from './report-schedule.js';

const one = (values: readonly string[]) => ({ context: { remedy: `Send one of ${values.join(', ')}.` } });
const some = { context: { remedy: `Send some of ${FILE_FORMATS.join(', ')}, each once.` } };
const MayBeLeftOut = () => ValidateIf((_object, value) => value !== undefined);

const Formats = () =>
  all(IsArray(some), ArrayNotEmpty(some), ArrayUnique(some), IsIn(FILE_FORMATS, { each: true, ...some }));

@ApiSchema({ name: 'CreateReportSchedule' })
export class CreateScheduleBody {
  @ApiProperty({ enum: SCHEDULED_REPORTS, description: 'monthly: every month only.' })
  @IsIn(SCHEDULED_REPORTS, one(SCHEDULED_REPORTS))
  report!: ScheduledReport;

  @ApiProperty({ enum: EVERY, description: 'A day, a week from Monday, or a month; UTC.' })
  @IsIn(EVERY, one(EVERY))
  every!: Every;

  @ApiProperty({ enum: FILE_FORMATS, isArray: true, description: 'html: of the monthly report only.' })
  @Formats()
  formats!: FileFormat[];

  @LanguageChoice()
  language?: Language;
}

@ApiSchema({ name: 'ChangeReportSchedule', description: 'What is left out stays as it is.' })
export class ChangeScheduleBody {
  @ApiPropertyOptional({ enum: EVERY })
  @MayBeLeftOut()
  @IsIn(EVERY, one(EVERY))
  every?: Every;

  @ApiPropertyOptional({ enum: FILE_FORMATS, isArray: true })
  @MayBeLeftOut()
  @Formats()
  formats?: FileFormat[];

  @ApiPropertyOptional({ enum: LANGUAGES })
  @MayBeLeftOut()
  @IsIn(LANGUAGES, one(LANGUAGES))
  language?: Language;
}

@ApiSchema({ name: 'ReportSchedule' })
export class ScheduleView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ type: String, description: 'Whose webhooks are told, by report.ready.' })
  application!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What it is about; null: all applications.' })
  within!: string | null;
  @ApiProperty({ enum: SCHEDULED_REPORTS }) report!: ScheduledReport;
  @ApiProperty({ enum: EVERY }) every!: Every;
  @ApiProperty({ enum: FILE_FORMATS, isArray: true }) formats!: readonly FileFormat[];
  @ApiProperty({ enum: LANGUAGES }) language!: Language;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: ActorView }) createdBy!: ActorView;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: it goes on.' })
  endedAt!: string | null;
}

@ApiSchema({ name: 'ReportSchedulePage' })
export class SchedulePageView {
  @ApiProperty({ type: [ScheduleView], description: 'Newest first.' }) items!: readonly ScheduleView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

@ApiSchema({ name: 'ReportFile' })
export class ReportFileView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ type: String, description: 'Also under DATA_DIR/reports.' }) name!: string;
  @ApiProperty({ enum: FILE_FORMATS }) format!: FileFormat;
  @ApiProperty({ type: String, format: 'date-time' }) from!: string;
  @ApiProperty({ type: String, format: 'date-time' }) to!: string;
  @ApiProperty({ type: Number, description: 'Bytes.' }) size!: number;
  @ApiProperty({ type: String }) sha256!: string;
  @ApiProperty({ type: String, format: 'date-time' }) writtenAt!: string;
}

@ApiSchema({ name: 'ReportFiles' })
export class ReportFilesView {
  @ApiProperty({ type: [ReportFileView], description: 'Newest first; kept for 90 days.' })
  items!: readonly ReportFileView[];
}

export const scheduleViewOf = ({ createdAt, endedAt, ...schedule }: ReportSchedule): ScheduleView => ({
  ...schedule,
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

export const fileViewOf = ({
  id,
  name,
  format,
  period,
  size,
  sha256,
  writtenAt,
}: ReportFile): ReportFileView => ({
  ...{ id, name, format, from: period.from.toISOString(), to: period.to.toISOString(), size, sha256 },
  writtenAt: writtenAt.toISOString(),
});
