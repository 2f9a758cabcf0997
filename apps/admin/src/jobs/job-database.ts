import type { PrismaDatabase } from '../persistence/prisma-database.js';
import type { OutageLog } from './outage-log.js';

/** What pg-boss runs its statements on: our own connections, so that there is one pool and one way to be without it. */
export class JobDatabase {
  /** How many statements there were, for whoever measures. */
  statements = 0;

  private outages: OutageLog | null = null;

  constructor(private readonly database: Pick<PrismaDatabase, 'query'>) {}

  /** From now on failures are told: before, the start itself fails, or begins again where another was faster. */
  watch(outages: OutageLog): void {
    this.outages = outages;
  }

  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    this.statements += 1;
    try {
      const { rows } = await this.database.query(values === undefined ? asOneScript(text) : text, values);
      this.outages?.over();
      return { rows };
    } catch (error) {
      // Told here because pg-boss's fetch() takes any error for "no job".
      this.outages?.begun(error);
      throw error;
    }
  }
}

/**
 * Without the BEGIN and COMMIT around pg-boss's scripts. A script without them is one transaction all the same, and one
 * that fails, as the second of two instances that create the schema at once does, ends it: with them, its connection
 * would go back to the pool inside of a broken transaction.
 */
export function asOneScript(text: string): string {
  const block = /^\s*BEGIN;(.*);\s*COMMIT;\s*$/s.exec(text);
  return block?.[1] ?? text;
}
