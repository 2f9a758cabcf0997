import { Type } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsISO8601,
  IsOptional,
  IsPhoneNumber,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';

export class IdentityDto {
  @IsOptional() @IsString() @MaxLength(100) firstName?: string;
  @IsOptional() @IsString() @MaxLength(100) lastName?: string;
  @IsOptional() @IsString() @MaxLength(100) maidenName?: string;
  @IsOptional() @IsISO8601() birthDate?: string;
  @IsOptional() @IsIn(['M', 'F']) gender?: string;
  @IsOptional() @IsEmail() email?: string;
  @IsOptional() @IsString() @MaxLength(20) phone?: string;
  @IsOptional() @IsString() @MaxLength(20) streetNumber?: string;
  @IsOptional() @IsString() @MaxLength(200) streetAddress?: string;
  @IsOptional() @IsString() @MaxLength(20) postalCode?: string;
  @IsOptional() @IsString() @MaxLength(100) locality?: string;
  @IsOptional() @IsString() @MaxLength(100) country?: string;
}

export class CreateMatchDto {
  @IsPhoneNumber('FR') number!: string;
  @ValidateNested() @Type(() => IdentityDto) identity!: IdentityDto;
  @IsOptional() @IsString() @MaxLength(200) reference?: string;
}
