import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { DEMO, type DemoStatus } from './demo.service.js';

@ApiSchema({ name: 'DemoProgress' })
export class DemoProgressView {
  @ApiProperty({ type: Number }) done!: number;
  @ApiProperty({ type: Number }) total!: number;
}

@ApiSchema({
  name: 'DemoStatus',
  description: 'Sample data: invented people, and what became of their matches.',
})
export class DemoStatusView implements DemoStatus {
  @ApiProperty({ type: Number, description: 'Matches of it that there are.' }) matches!: number;
  @ApiProperty({ enum: ['idle', 'loading', 'removing'] }) state!: DemoStatus['state'];
  @ApiProperty({ type: DemoProgressView, nullable: true }) progress!: DemoProgressView | null;
  @ApiProperty({ type: Boolean, description: 'Whether it may be loaded here: not in production.' })
  offered!: boolean;
}

const SIZE = { context: { remedy: `Send how many matches: 100 to ${DEMO.matches}.` } };

@ApiSchema({ name: 'LoadDemo' })
export class LoadDemoBody {
  @ApiProperty({ type: Number, minimum: 100, maximum: DEMO.matches, example: DEMO.matches })
  @IsInt(SIZE)
  @Min(100, SIZE)
  @Max(DEMO.matches, SIZE)
  matches!: number;
}
