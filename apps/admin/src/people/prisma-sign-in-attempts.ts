import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { TryTerms } from './try-terms.js';

/** Tries in vain are forgotten after a day. */
const FORGET_MS = 86_400_000;
const CODE_MS = 600_000;

/** Counts tries, in the database: they hold in all instances, and after a restart. */
@Injectable()
export class PrismaSignInAttempts {
  constructor(private readonly database: PrismaDatabase) {}

  /**
   * Takes a try before it is made, so that a hundred at once are a hundred. One that is not allowed is not counted.
   * @returns seconds to wait; 0 where it may be made
   */
  async take(key: Buffer, terms: TryTerms, now: number): Promise<number> {
    const bytes = Uint8Array.from(key);
    const at = iso(now);
    const [taken] = await this.database.client.$queryRaw<{ failures: number }[]>`
      INSERT INTO sign_in_attempts AS known (key, failures, last_at, blocked_until)
      VALUES (${bytes}, 1, ${at}::timestamptz, ${at}::timestamptz)
      ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN known.last_at < ${iso(now - FORGET_MS)}::timestamptz THEN 1 ELSE known.failures + 1 END,
        last_at = ${at}::timestamptz,
        blocked_until = ${at}::timestamptz + make_interval(secs => CASE
          WHEN known.last_at < ${iso(now - FORGET_MS)}::timestamptz OR known.failures + 1 < ${terms.free}::int THEN 0
          ELSE least(${terms.longest}::float8, power(2, least(known.failures + 1 - ${terms.free}::int, 20))) END)
      WHERE known.blocked_until <= ${at}::timestamptz
      RETURNING failures`;
    if (taken !== undefined) return 0;
    const row = await this.database.client.signInAttempt.findUnique({ where: { key: bytes } });
    return row === null ? 0 : Math.max(1, Math.ceil((row.blockedUntil.getTime() - now) / 1_000));
  }

  /** It was not in vain. */
  async forget(key: Buffer): Promise<void> {
    await this.database.client.signInAttempt.deleteMany({ where: { key: Uint8Array.from(key) } });
  }

  /** One try less: others of the same address go on being counted. */
  async giveBack(key: Buffer, now: number): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE sign_in_attempts SET failures = failures - 1, blocked_until = least(blocked_until, ${iso(now)}::timestamptz)
      WHERE key = ${Uint8Array.from(key)} AND failures > 0`;
  }

  /** @returns false where this code was tried before */
  async takeCode(key: Buffer, now: number): Promise<boolean> {
    await this.database.client.triedCode.deleteMany({ where: { triedAt: { lt: new Date(now - CODE_MS) } } });
    const taken = await this.database.client.$executeRaw`
      INSERT INTO tried_codes (key, tried_at) VALUES (${Uint8Array.from(key)}, ${iso(now)}::timestamptz)
      ON CONFLICT (key) DO NOTHING`;
    return taken > 0;
  }

  async prune(now: number): Promise<void> {
    await this.database.client.signInAttempt.deleteMany({
      where: { lastAt: { lt: new Date(now - FORGET_MS) } },
    });
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
