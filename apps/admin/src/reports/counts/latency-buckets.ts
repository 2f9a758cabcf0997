/**
 * From how many milliseconds on each bucket counts: the E12 series, so that one is about a fifth longer than the one
 * before. Rows on record are by their number: never change them.
 */
export const LATENCY_BOUNDS: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8],
  ...[10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82],
  ...[100, 120, 150, 180, 220, 270, 330, 390, 470, 560, 680, 820],
  ...[1_000, 1_200, 1_500, 1_800, 2_200, 2_700, 3_300, 3_900, 4_700, 5_600, 6_800, 8_200],
  ...[10_000, 12_000, 15_000, 18_000, 22_000, 27_000, 33_000, 39_000, 47_000, 56_000, 68_000, 82_000],
  100_000,
];

/** How many matches took how long. */
export interface LatencyCount {
  /** 0: less than the first bound. */
  readonly bucket: number;
  readonly matches: number;
}

/** Milliseconds, or null where nothing was measured. */
export interface Percentiles {
  /** How many were measured. */
  readonly answered: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** By straight lines within a bucket, so at most a fifth off. @param counts of each bucket once */
export function percentilesOf(counts: readonly LatencyCount[]): Percentiles {
  const sorted = [...counts].sort((one, other) => one.bucket - other.bucket);
  const answered = sorted.reduce((sum, { matches }) => sum + matches, 0);
  const at = (share: number): number | null => {
    if (answered === 0) return null;
    const rank = share * answered;
    let before = 0;
    for (const { bucket, matches } of sorted) {
      if (before + matches >= rank) {
        const [from, to] = boundsOf(bucket);
        return Math.round(from + ((to - from) * (rank - before)) / matches);
      }
      before += matches;
    }
    return null;
  };
  return { answered, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** From and to, milliseconds. The last one has no end: it is said to be as long as the one before. */
export function boundsOf(bucket: number): readonly [from: number, to: number] {
  const from = LATENCY_BOUNDS[bucket - 1] ?? 0;
  return [from, LATENCY_BOUNDS[bucket] ?? from * 1.2];
}
