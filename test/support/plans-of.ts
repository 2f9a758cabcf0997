import { type Database, Prisma } from '@dqe-admin/database';

/** The plans of all statements that `act` gives to a client, one after the other; none is carried out, and each answers no rows. */
export async function plansOf(
  database: Pick<Database, 'client' | 'query'>,
  act: (client: Database['client']) => Promise<unknown>,
): Promise<string> {
  const plans: string[] = [];
  const explain = async (statement: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const { text, values: bound } = 'text' in statement ? statement : Prisma.sql(statement, ...values);
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, bound);
    plans.push(...rows.map((row) => row['QUERY PLAN']));
    return [];
  };
  const client = Object.create(database.client, {
    $queryRaw: { value: explain },
    $executeRaw: { value: explain },
  }) as Database['client'];
  await act(client);
  return plans.join('\n');
}
