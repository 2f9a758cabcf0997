import { HttpService } from '@nestjs/axios';
import { BadGatewayException, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { firstValueFrom } from 'rxjs';
import type { IdentityDto } from './create-match.dto.js';

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

export interface DqeAnswer {
  readonly status?: string;
  readonly error_id?: string;
  readonly operator?: string;
  readonly family_name?: number;
  readonly given_name?: number;
  readonly birthdate?: number;
}

@Injectable()
export class DqeService {
  private token: Token | null = null;

  constructor(
    private readonly http: HttpService,
    private readonly config: ConfigService,
  ) {}

  async match(number: string, identity: IdentityDto): Promise<DqeAnswer> {
    const token = await this.currentToken();
    try {
      const { data } = await firstValueFrom(
        this.http.get<DqeAnswer>(`${this.config.getOrThrow<string>('DQE_BASE_URL')}/IDMOBILE/`, {
          params: {
            ...{ number, token, mode: '2', scope: 'matching_notp' },
            name: this.config.getOrThrow<string>('DQE_PARTNER_NAME'),
            licence: this.config.getOrThrow<string>('DQE_LICENCE'),
            user_infos: JSON.stringify({
              street_address: identity.streetAddress ?? '',
              postal_code: identity.postalCode ?? '',
              locality: identity.locality ?? '',
              country: identity.country ?? '',
              birthdate: identity.birthDate ?? '',
              email: identity.email ?? '',
              lastname: identity.lastName ?? '',
              maiden_name: identity.maidenName ?? '',
              gender: identity.gender ?? '',
              firstname: identity.firstName ?? '',
              phone: identity.phone ?? number,
              number: identity.streetNumber ?? '',
            }),
          },
        }),
      );
      return data;
    } catch {
      throw new BadGatewayException('DQE did not answer');
    }
  }

  private async currentToken(): Promise<string> {
    if (this.token === null || this.token.expiresAt <= Date.now()) {
      const { data } = await firstValueFrom(
        this.http.get<{ access_token: string; expires_in: string }>(
          `${this.config.getOrThrow<string>('DQE_BASE_URL')}/ACCESS_TOKEN/`,
          {
            params: {
              client_secret: this.config.getOrThrow<string>('DQE_CLIENT_SECRET'),
              grant_type: 'client_idmobile',
              licence: this.config.getOrThrow<string>('DQE_LICENCE'),
            },
          },
        ),
      );
      this.token = {
        value: data.access_token,
        expiresAt: Date.now() + Number(data.expires_in) * 1000 - 10_000,
      };
    }
    return this.token.value;
  }
}
