import { Logger } from '@nestjs/common';
import { systemClock } from 'nestjs-dqe-idmobile';
import { MemoryAccessLog } from '../../../../test/support/memory-access.js';
import type { AccessEvent } from './access-event.js';
import { AccessTally } from './access-tally.js';
import { timeId } from './time-id.js';

const event = (reason: string): AccessEvent => ({
  ...{ id: timeId(1), at: new Date(1), actor: { kind: 'anonymous', id: 'anonymous' }, application: null },
  ...{ action: 'access.refused', target: null, outcome: 'refused', permission: null, requestId: 'r' },
  data: { reason },
});

let log: MemoryAccessLog;
let tally: AccessTally;
const said = () => log.events.map(({ data, requestId }) => [data['reason'], data['count'], requestId]);
beforeAll(() => Logger.overrideLogger(false));
beforeEach(() => {
  log = new MemoryAccessLog();
  tally = new AccessTally(log, systemClock);
});
afterEach(async () => {
  log.broken = false;
  await tally.flush();
});

describe('a tally', () => {
  it('writes the first at once, and the others of the minute as one', async () => {
    for (let i = 0; i < 1_000; i += 1) await tally.add('a', event('a'));
    expect(said()).toEqual([['a', 1, 'r']]);
    await tally.beforeApplicationShutdown();
    // 999 requests have 999 ids.
    expect(said().slice(1)).toEqual([['a', 999, null]]);
    expect(log.events[1]!.data['since']).toBe(new Date(1).toISOString());
  });

  it('keeps kinds apart, and says nothing of a minute with one', async () => {
    await tally.add('a', event('a'));
    await tally.add('b', event('b'));
    await tally.flush();
    expect(said()).toEqual([
      ['a', 1, 'r'],
      ['b', 1, 'r'],
    ]);
  });

  it('begins anew after the end of a minute', async () => {
    await tally.add('a', event('a'));
    await tally.flush();
    await tally.add('a', event('a'));
    expect(said()).toHaveLength(2);
  });

  it('loses nothing while the log is away', async () => {
    log.broken = true;
    await tally.add('a', event('a'));
    await tally.add('a', event('a'));
    await tally.flush();
    await tally.add('a', event('a'));
    log.broken = false;
    await tally.flush();
    expect(said()).toEqual([['a', 3, null]]);
  });
});
