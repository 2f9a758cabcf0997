export interface Cost {
  appMs: number;
  databaseMs: number;
  holdMs: number;
  bytes: number;
  walBytes: number;
}

export function connectionModel(measured: { connections: number; rate: number }[]): {
  holdMs: number;
  /** However it is fitted. */
  holdAtMostMs: number;
  /** Infinity: so many connections were not tried that it would show. */
  most: number;
  rateOf(connections: number): number;
};

export function needsOf(
  perSecond: number,
  cost: Cost,
): {
  perSecond: number;
  appCores: number;
  instances: number;
  databaseCores: number;
  connections: number;
  gibADay: number;
  tibAYear: number;
  walMibASecond: number;
};

export function planOf(cost: Cost, loads?: number[]): string;

export function withQuotes(document: string, name: string, result: string): string;
