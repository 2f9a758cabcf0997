import { randomUUID } from 'node:crypto';

/** A token and when it ends, in milliseconds of the sandbox's clock. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Keeps memory bounded even when a benchmark asks for more tokens than anybody's licence allows. */
const MOST_TOKENS = 200_000;

/** Issues tokens and knows which are alive. */
export class TokenDesk {
  // In the order of issue, which is the order of expiry, since all live equally long.
  private readonly tokens = new Map<string, number>();

  constructor(
    private readonly now: () => number,
    readonly ttlSeconds: number,
  ) {}

  issue(): IssuedToken {
    this.purge();
    const issued = {
      token: `TOK${randomUUID().replaceAll('-', '').toUpperCase()}`,
      expiresAt: this.now() + this.ttlSeconds * 1000,
    };
    this.tokens.set(issued.token, issued.expiresAt);
    return issued;
  }

  /** When a token ends, or undefined if it is unknown or over. */
  expiryOf(token: string): number | undefined {
    const expiresAt = this.tokens.get(token);
    return expiresAt !== undefined && expiresAt > this.now() ? expiresAt : undefined;
  }

  clear(): void {
    this.tokens.clear();
  }

  get size(): number {
    return this.tokens.size;
  }

  snapshot(): IssuedToken[] {
    this.purge();
    return [...this.tokens].map(([token, expiresAt]) => ({ token, expiresAt }));
  }

  restore(tokens: readonly IssuedToken[]): void {
    for (const { token, expiresAt } of tokens) this.tokens.set(token, expiresAt);
    this.purge();
  }

  private purge(): void {
    const now = this.now();
    for (const [token, expiresAt] of this.tokens) {
      if (expiresAt > now && this.tokens.size < MOST_TOKENS) return;
      this.tokens.delete(token);
    }
  }
}
