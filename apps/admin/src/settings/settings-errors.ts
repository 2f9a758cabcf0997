import { confinementOf, type Principal } from '../access/principal.js';

/** Somebody else changed the settings at the same time. */
export class SettingsChangedError extends Error {
  override readonly name = 'SettingsChangedError';
}

/** A second person has to be told why. */
export class ReasonNeededError extends Error {
  override readonly name = 'ReasonNeededError';
}

/** Whoever is confined to one application changes nothing for all of them. */
export class SettingsConfinedError extends Error {
  override readonly name = 'SettingsConfinedError';
}

/** @throws SettingsConfinedError */
export function refuseConfined(principal: Principal): void {
  if (confinementOf(principal) !== null) throw new SettingsConfinedError();
}
