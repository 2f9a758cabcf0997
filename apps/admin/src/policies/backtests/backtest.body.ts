import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { APPLICATION } from '../../access/principal.js';
import { all, InstantText } from '../../http/query.js';

const Instant = (description: string, example: string) =>
  all(ApiProperty({ type: String, format: 'date-time', description, example }), InstantText());

@ApiSchema({ name: 'CreateBacktest' })
export class CreateBacktestBody {
  @Instant('Matches created at or after; UTC unless it says.', '2026-01-01')
  from!: string;

  @Instant('Matches created before; UTC unless it says. At most now.', '2026-02-01')
  to!: string;

  @ApiPropertyOptional({
    type: String,
    description: 'Its matches only. A key tries on its own.',
    example: 'shop',
  })
  @IsOptional()
  @Matches(APPLICATION, {
    message: 'is not the name of an application',
    context: { remedy: 'Send 1 to 63 characters of a-z, 0-9 and hyphens, such as shop.' },
  })
  application?: string;
}
