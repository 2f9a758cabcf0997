import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectionModel, needsOf, planOf, withQuotes } from '../bench/capacity.mjs';

const read = (path: string) => readFileSync(join(process.cwd(), 'docs', path), 'utf8');

describe('the model of capacity', () => {
  it('finds the time a connection is held, and the most there can be, in what they made', () => {
    const rateOf = (connections: number) => 1 / (1 / 400 + 0.02 / connections);
    const model = connectionModel(
      [2, 4, 8, 16].map((connections) => ({ connections, rate: rateOf(connections) })),
    );
    expect(model.holdMs).toBeCloseTo(20);
    expect(model.most).toBeCloseTo(400);
    expect(model.rateOf(32)).toBeCloseTo(rateOf(32));
  });

  it('does not invent a limit where none shows, nor a time where connections make no difference', () => {
    const proportional = connectionModel(
      [2, 4].map((connections) => ({ connections, rate: connections * 50 })),
    );
    expect(proportional.holdMs).toBeCloseTo(20);
    expect(proportional.most).toBeGreaterThan(1e6);
    const flat = connectionModel([2, 4].map((connections) => ({ connections, rate: 300 - connections })));
    expect(flat.holdMs).toBe(0);
    expect(flat.holdAtMostMs).toBeCloseTo(2000 / 298);
  });

  it('leaves two fifths idle, and an instance to lose', () => {
    const cost = { appMs: 3, databaseMs: 1.5, holdMs: 12, bytes: 8_192, walBytes: 16_384 };
    const needs = needsOf(100, cost);
    expect(needs).toMatchObject({ instances: 2, connections: 2 });
    expect(needs.appCores).toBeCloseTo(0.5);
    expect(needs.databaseCores).toBeCloseTo(0.25);
    expect(needs.gibADay).toBeCloseTo(65.9, 1);
    expect(needs.tibAYear).toBeCloseTo(23.5, 1);
    expect(needs.walMibASecond).toBeCloseTo(1.56, 2);
    expect(planOf(cost, [1_000])).toMatch(/\n\| 1,000 \| 5\.0 \| 6 \| 2\.5 \| 20 \| 659 \| 235 \| 16 \|$/);
  });

  it('is shown in the plan as it was measured', () => {
    const plan = read('capacity.md');
    expect(withQuotes(plan, 'instances', read('benchmarks/instances.md'))).toBe(plan);
    expect(plan).toContain('| kept on the disk |');
  });

  it('says where a result lacks what is quoted', () => {
    const quoting = '<!-- from benchmarks/x.md: Sizes -->\n<!-- end -->';
    expect(withQuotes(quoting, 'x', '# X\n\n## Sizes\n\n12\n\n## More\n')).toBe(
      '<!-- from benchmarks/x.md: Sizes -->\n\n12\n\n<!-- end -->',
    );
    expect(() => withQuotes(quoting, 'x', '# X\n')).toThrow('no section "Sizes"');
  });
});
