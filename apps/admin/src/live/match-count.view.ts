import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({ name: 'MatchCount' })
export class MatchCountView {
  @ApiProperty({ type: Number, minimum: 0, maximum: 10_000 }) count!: number;
  @ApiProperty({
    type: Boolean,
    description: 'false: there are at least so many. No more than the newest 10,000 are looked at.',
  })
  exact!: boolean;
}
