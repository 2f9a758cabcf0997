import { Injectable } from '@nestjs/common';

/** Somebody the sandbox knows, to try a match with. All invented. */
export interface Persona {
  readonly label: string;
  readonly number: string;
  readonly country?: string;
  readonly identity: Readonly<Partial<Record<IdentityField, string>>>;
  /** Whether the operator asks this customer for consent. */
  readonly consent: boolean;
  /** What to expect. */
  readonly note: string;
}

export type IdentityField =
  | 'firstName'
  | 'lastName'
  | 'maidenName'
  | 'birthDate'
  | 'gender'
  | 'email'
  | 'phone'
  | 'streetNumber'
  | 'streetAddress'
  | 'postalCode'
  | 'locality'
  | 'country';

/** Whom the dashboard offers to try a match with; the sandbox fills it when it runs. */
@Injectable()
export class OfferedPersonas {
  #personas: readonly Persona[] = [];

  get personas(): readonly Persona[] {
    return this.#personas;
  }

  /** Replaces what was offered before. */
  offer(personas: readonly Persona[]): void {
    this.#personas = [...personas];
  }
}
