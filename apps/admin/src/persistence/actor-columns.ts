import type { Actor } from '../access/principal.js';

/** Who did something, by the two columns that say so; null where nobody did. */
export function actorOf(kind: string, id: string): Actor;
export function actorOf(kind: string | null, id: string | null): Actor | null;
export function actorOf(kind: string | null, id: string | null): Actor | null {
  return kind === null || id === null ? null : { kind: kind as Actor['kind'], id };
}
