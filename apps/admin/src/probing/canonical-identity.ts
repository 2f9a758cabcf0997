import type { MatchIdentity } from 'nestjs-dqe-idmobile';

/**
 * One text for what is one identity to whoever compares them: case, accents, blanks and the order of fields make no
 * other one. Somebody who types the same again has tried nothing new.
 */
export function canonicalIdentity(identity: MatchIdentity): string {
  const fields = Object.entries(identity as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, plain(value)] as const] : [],
  );
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim().replace(/\s+/g, ' ').toWellFormed();
