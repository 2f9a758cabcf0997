import { Global, Module } from '@nestjs/common';
import type { AccessEvent } from '../../apps/admin/src/access/access-event.js';
import { ACCESS_LOG, type AccessLog } from '../../apps/admin/src/access/access-log.js';
import { KEY_FINDER, type KeyFinder } from '../../apps/admin/src/access/key-finder.js';

/** An access log in memory. */
export class MemoryAccessLog implements AccessLog {
  readonly events: AccessEvent[] = [];
  /** Whether it takes anything. */
  broken = false;

  append(event: AccessEvent): Promise<void> {
    if (this.broken) return Promise.reject(new Error('the log is broken'));
    this.events.push(event);
    return Promise.resolve();
  }
}

const noKeys: KeyFinder = {
  findByHash: () => Promise.resolve(null),
  touch: () => Promise.resolve(),
};

/** What access needs of the features, for tests of the platform without a database. The bootstrap key is all there is. */
@Global()
@Module({
  providers: [
    MemoryAccessLog,
    { provide: ACCESS_LOG, useExisting: MemoryAccessLog },
    { provide: KEY_FINDER, useValue: noKeys },
  ],
  exports: [ACCESS_LOG, KEY_FINDER],
})
export class MemoryAccessModule {}
