import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type DqeSandbox,
  SANDBOX_SUBSCRIBERS,
  type SandboxSubscriber,
  startDqeSandbox,
} from 'nestjs-dqe-idmobile/testing';
import type { AdminConfig, DqeConfig } from '../config/admin-config.js';
import type { Persona, OfferedPersonas } from '../dashboard/offered-personas.js';

/** Where DQE is: the server of the configuration, or the look-alike that runs in this process. */
@Injectable()
export class DqeServer implements OnApplicationShutdown {
  private constructor(
    readonly settings: DqeConfig,
    private readonly sandbox: DqeSandbox | null,
  ) {}

  static async locate(config: AdminConfig, offered: OfferedPersonas): Promise<DqeServer> {
    if (config.dqe !== undefined) return new DqeServer(config.dqe, null);
    // The state file keeps consent pages alive across a restart of ours.
    const sandbox = await startDqeSandbox({ record: false, stateFile: join(config.dataDir, 'sandbox.json') });
    offered.offer(SANDBOX_SUBSCRIBERS.map(personaOf));
    const { url: baseUrl, licence, clientSecret, partnerName } = sandbox;
    return new DqeServer({ baseUrl, licence, clientSecret, partnerName }, sandbox);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sandbox?.close();
  }
}

/** A subscriber of the sandbox, in the words of our API. */
export function personaOf({
  number,
  country,
  operator,
  consent,
  identity,
  note,
}: SandboxSubscriber): Persona {
  const fields = {
    firstName: identity.firstname,
    lastName: identity.lastname,
    maidenName: identity.maiden_name,
    birthDate: identity.birthdate,
    gender: identity.gender,
    email: identity.email,
    phone: identity.phone,
    streetNumber: identity.number,
    streetAddress: identity.street_address,
    postalCode: identity.postal_code,
    locality: identity.locality,
    country: identity.country,
  };
  return {
    label: `${identity.firstname} ${identity.lastname} (${operator})`,
    number,
    ...(country === 'FR' ? {} : { country }),
    identity: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
    consent,
    note,
  };
}
