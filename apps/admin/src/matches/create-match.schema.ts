import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

const Text = (example: string, description?: string) =>
  ApiPropertyOptional({ type: String, example, description });

/** For the OpenAPI document only: the library's `MatchRequest` validates what is sent. */
@ApiSchema({
  name: 'ClaimedIdentity',
  description: 'What the customer claims to be. Every field is optional.',
})
export class ClaimedIdentitySchema {
  @Text('Camille') firstName?: string;
  @Text('Martin') lastName?: string;
  @Text('Durand') maidenName?: string;
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    example: '1985-04-12',
    description: 'Not in the future.',
  })
  birthDate?: string;
  @ApiPropertyOptional({ enum: ['M', 'F'] }) gender?: string;
  @ApiPropertyOptional({ type: String, format: 'email', example: 'camille@example.com' }) email?: string;
  @Text('0600001001', 'Contact phone; the number being checked stands in where none is given.')
  phone?: string;
  @Text('12') streetNumber?: string;
  @Text('rue de la Paix', 'Street type and name.') streetAddress?: string;
  @Text('75002') postalCode?: string;
  @Text('Paris') locality?: string;
  @Text('FR', 'ISO 3166-1 alpha-2 code, or the name in full.') country?: string;
}

@ApiSchema({
  name: 'ConsentOffer',
  description: 'The customer’s browser can be sent to the operator. May be empty.',
})
export class ConsentOfferSchema {
  @ApiPropertyOptional({
    type: String,
    format: 'uri',
    description:
      'Where the browser goes afterwards, with matchId and status; of an origin in RETURN_URL_ORIGINS.',
  })
  returnUrl?: string;
}

@ApiSchema({ name: 'CreateMatch' })
export class CreateMatchSchema {
  @ApiProperty({
    type: String,
    example: '0600001001',
    description: 'National form of `country`, or international.',
  })
  number!: string;
  @ApiPropertyOptional({ type: String, example: 'FR', description: 'ISO 3166-1 alpha-2.', default: 'FR' })
  country?: string;
  @ApiPropertyOptional({ type: String, maxLength: 64 }) codeName?: string;
  @ApiProperty({ type: ClaimedIdentitySchema }) identity!: ClaimedIdentitySchema;
  @ApiPropertyOptional({ type: ConsentOfferSchema }) consent?: ConsentOfferSchema;
  @ApiPropertyOptional({
    type: String,
    maxLength: 200,
    description:
      'Why the match is made; kept, not sent. A code such as `aml`, which names nobody: it stays on record when a person is erased.',
  })
  purpose?: string;
  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'Your own reference; kept, not sent.' })
  reference?: string;
}
