import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { FORMULAS } from '../../../../test/corpora/injections.js';
import type { MatchRecord } from '../matches/match-record.js';
import { toCsv } from './match-lines.js';

const NOTHING: MatchRecord = {
  ...{ id: '01a206d3-8ad5-7733-a1e0-bd77ff4a5f4e', status: 'rejected', numberHint: '01', country: 'FR' },
  ...{
    operator: null,
    scores: null,
    verdict: null,
    consent: null,
    error: null,
    reference: null,
    review: null,
    erased: null,
  },
  ...{ createdAt: new Date(0), settledAt: null },
};

/** Every place of a row that holds text of somebody else's: the partner's, the operator's, DQE's. */
const PLACES: Readonly<Record<string, (formula: string) => Partial<MatchRecord>>> = {
  reference: (reference) => ({ reference }),
  operator: (operator) => ({ operator }),
  errorType: (type) => ({ error: { id: '13', type, retryable: false, category: 'caller' } }),
  errorId: (id) => ({ error: { id, type: '', retryable: false, category: 'caller' } }),
  policy: (policy) => ({ verdict: { result: 'match', policy, reasons: [] } }),
};

async function* one(match: MatchRecord) {
  await Promise.resolve();
  yield match;
}

describe.each(Object.entries(PLACES))('of the corpus of formulas in %s', (column, put) => {
  it('none begins a cell, and each cell stays one', async () => {
    for (const formula of FORMULAS) {
      const csv = await text(toCsv(one({ ...NOTHING, ...put(formula) })));
      const rows: Record<string, string>[] = parse(csv, { columns: true, relax_quotes: false });
      expect([formula, rows.length, rows[0]?.[column]]).toEqual([formula, 1, `'${formula}`]);
    }
  });
});
