import { Injectable, Logger } from '@nestjs/common';

import type { DqeMonitorEvent } from './dqe-monitor-event.js';

export type DqeMonitorListener = (event: DqeMonitorEvent) => void;

/** Passes on what happens. A listener that throws does no harm to a match. */
@Injectable()
export class DqeEvents {
  private readonly logger = new Logger('DqeIdmobile');
  private readonly listeners = new Set<{ readonly hear: DqeMonitorListener }>();

  emit(event: DqeMonitorEvent): void {
    for (const { hear } of this.listeners) {
      try {
        hear(event);
      } catch {
        // What it threw may hold anything.
        this.logger.error(`A listener of DqeIdmobileMonitor failed on an event of type ${event.type}`);
      }
    }
  }

  /** @returns how to stop listening */
  subscribe(hear: DqeMonitorListener): () => void {
    const listener = { hear };
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
