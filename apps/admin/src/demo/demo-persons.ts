import type { MatchIdentity } from 'nestjs-dqe-idmobile';
import { Chance } from './chance.js';

export interface DemoPerson {
  /** E.164, in the block of the sandbox's test numbers. */
  readonly number: string;
  readonly identity: MatchIdentity;
}

const FIRST = [
  ...['Camille', 'Léa', 'Chloé', 'Inès', 'Zoé', 'Élodie', 'Anaïs', 'Margaux', 'Océane', 'Françoise'],
  ...['Hugo', 'Louis', 'Noé', 'Théo', 'Loïc', 'Rémi', 'Gaël', 'Benoît', 'Jérôme', 'Stéphane'],
] as const;
const LAST = [
  ...['Martin', 'Bernard', 'Dubois', 'Lefèvre', 'Moreau', 'Garnier', 'Béranger', 'Rousseau', 'Mercier'],
  ...['Chevalier', 'François', 'Perrin', 'Gauthier', 'Lemaître', 'Noël', 'Duprés', 'Renaud', 'Picard'],
] as const;
const STREETS = [
  'Rue de la Paix',
  'Rue des Lilas',
  'Avenue Foch',
  'Boulevard Carnot',
  'Allée des Tilleuls',
] as const;
const TOWNS = [
  ...([
    ['75002', 'Paris'],
    ['69003', 'Lyon'],
    ['13006', 'Marseille'],
    ['33000', 'Bordeaux'],
  ] as const),
  ...([
    ['59000', 'Lille'],
    ['44000', 'Nantes'],
    ['67000', 'Strasbourg'],
    ['31000', 'Toulouse'],
  ] as const),
] as const;

/** People nobody has met. The same count gives the same people. */
export function demoPersons(count: number): readonly DemoPerson[] {
  const chance = new Chance(count);
  return Array.from({ length: count }, (_, at) => {
    const [firstName, lastName] = [chance.of(FIRST), chance.of(LAST)];
    const [postalCode, locality] = chance.of(TOWNS);
    return {
      number: `+3360090${String(at).padStart(4, '0')}`,
      identity: {
        ...{ firstName, lastName, email: `${plain(firstName)}.${plain(lastName)}.${at}@example.com` },
        birthDate: `${chance.between(1945, 2006)}-${two(chance.between(1, 12))}-${two(chance.between(1, 28))}`,
        ...{ streetNumber: String(chance.between(1, 120)), streetAddress: chance.of(STREETS) },
        ...{ postalCode, locality, country: 'France' },
      } satisfies MatchIdentity,
    };
  });
}

const two = (value: number) => String(value).padStart(2, '0');
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase();
