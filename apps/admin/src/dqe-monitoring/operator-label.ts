/** The operators a label may name: what DQE writes is not ours to turn into time series. */
const KNOWN = ['orange', 'sfr', 'bouygues', 'free'] as const;

export type OperatorLabel = (typeof KNOWN)[number] | 'other' | 'none';

/** @param operator as DQE named it; `null` where it did not, which is `none` */
export function operatorLabel(operator: string | null): OperatorLabel {
  if (operator === null) return 'none';
  const words = operator.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return KNOWN.find((name) => words.includes(name)) ?? 'other';
}
