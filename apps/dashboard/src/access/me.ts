import { call } from '../api/call.ts';
import type { Permission } from './permissions.ts';

/** Whoever is signed in, as `GET /api/v1/me` tells. */
export interface Me {
  readonly kind: 'bootstrap' | 'key' | 'person';
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly string[];
  readonly permissions: readonly Permission[];
}

let asked: Promise<Me> | undefined;

/** Asked once, until it is forgotten. */
export function whoAmI(): Promise<Me> {
  asked ??= call<Me>('GET', 'me').catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

export const forgetMe = (): void => {
  asked = undefined;
};
