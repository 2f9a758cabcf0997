import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches, ValidateIf } from 'class-validator';
import { all } from '../http/query.js';

/** Characters. Less says nothing; more is a file. */
export const REASON_LENGTH = [10, 500] as const;

const RULE = {
  message: `must be ${REASON_LENGTH[0]} to ${REASON_LENGTH[1]} characters, blanks around it not counted`,
  context: { remedy: 'Say why, in a sentence.' },
};

/** Why somebody does something that others will ask about. Blanks around it are dropped. */
export const Reason = ({
  optional = false,
  description,
}: { readonly optional?: boolean; readonly description?: string } = {}): PropertyDecorator => {
  const [minLength, maxLength] = REASON_LENGTH;
  const options = {
    type: String,
    minLength,
    maxLength,
    description,
    example: 'Complaint 4711 of the customer',
  };
  return all(
    optional ? ApiPropertyOptional(options) : ApiProperty(options),
    ValidateIf((_, value) => !optional || value !== undefined),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    Length(minLength, maxLength, RULE),
    // Lines and tabs are fine; a database takes no NUL, and nobody reads the others.
    Matches(/^(?:\P{Cc}|[\t\n\r])*$/u, {
      message: 'must not contain control characters',
      context: { remedy: 'Send plain text.' },
    }),
  );
};
