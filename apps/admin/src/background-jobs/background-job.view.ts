import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../http/query.js';
import { type BackgroundJob, JOB_KINDS, JOB_STATES, type JobKind, type JobState } from './background-job.js';

const Time = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

export class ListJobsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: JOB_KINDS })
  @IsOptional()
  @IsIn(JOB_KINDS, { context: { remedy: `Send one of ${JOB_KINDS.join(', ')}.` } })
  kind?: JobKind;

  @ApiPropertyOptional({ enum: JOB_STATES })
  @IsOptional()
  @IsIn(JOB_STATES, { context: { remedy: `Send one of ${JOB_STATES.join(', ')}.` } })
  state?: JobState;
}

@ApiSchema({ name: 'JobProgress' })
export class JobProgressView {
  @ApiProperty({ type: Number }) done!: number;
  @ApiProperty({ type: Number }) total!: number;
}

@ApiSchema({ name: 'Job', description: 'Something the service does behind.' })
export class JobView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7; the id of the export, the back-test, … itself.' })
  id!: string;
  @ApiProperty({ enum: JOB_KINDS }) kind!: JobKind;
  @ApiProperty({
    enum: JOB_STATES,
    description:
      'failed: given up; of a check of the log: it has found something; of a scheduled report: tried again for a week, until endedAt says when it was given up.',
  })
  state!: JobState;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The id of the policy of a back-test, or of the schedule of a report.',
  })
  about!: string | null;
  @ApiProperty({
    type: JobProgressView,
    nullable: true,
    description: 'null: nobody knows how much there is to do.',
  })
  progress!: JobProgressView | null;
  @ApiProperty({ type: String, nullable: true, description: 'A code: why it failed.' })
  failure!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) requestedAt!: string;
  @Time('null: it waits.') startedAt!: string | null;
  @Time() endedAt!: string | null;
}

@ApiSchema({ name: 'JobPage' })
export class JobPageView {
  @ApiProperty({ type: [JobView], description: 'Newest first.' }) items!: readonly JobView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export const jobViewOf = ({ requestedAt, startedAt, endedAt, ...job }: BackgroundJob): JobView => ({
  ...job,
  requestedAt: requestedAt.toISOString(),
  startedAt: startedAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
});
