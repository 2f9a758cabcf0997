import type { PrismaDatabase } from '../../persistence/prisma-database.js';

/**
 * The name of the log: the one it was given at its first start.
 * @param proposed what it is called where it has no name yet
 */
export async function originOf(
  { client }: Pick<PrismaDatabase, 'client'>,
  proposed: string,
): Promise<string> {
  const read = () => client.$queryRaw<{ origin: string | null }[]>`SELECT origin FROM log_head WHERE id = 1`;
  const [known] = await read();
  if (typeof known?.origin === 'string') return known.origin;
  await client.$executeRaw`UPDATE log_head SET origin = ${proposed} WHERE id = 1 AND origin IS NULL`;
  const [given] = await read();
  if (typeof given?.origin !== 'string') throw new Error('the log has no head');
  return given.origin;
}
