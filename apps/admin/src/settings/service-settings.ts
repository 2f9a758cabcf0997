import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { PrismaSettings } from './prisma-settings.js';
import type { Settings } from './settings-record.js';

/** Milliseconds for which another process may not have noticed a change. */
const KEPT_MS = 2_000;

/** What is set for the whole service. */
@Injectable()
export class ServiceSettings {
  #kept: { readonly at: number; readonly settings: Promise<Settings> } | null = null;

  constructor(
    private readonly settings: PrismaSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As they are, or were two seconds ago. Changes made by this process hold at once. */
  current(): Promise<Settings> {
    const now = this.clock.now();
    const age = this.#kept === null ? Infinity : now - this.#kept.at;
    if (this.#kept !== null && age >= 0 && age < KEPT_MS) return this.#kept.settings;
    const settings = this.settings.read();
    this.#kept = { at: now, settings };
    // What failed is not kept.
    settings.catch(() => this.forget());
    return settings;
  }

  /** As they are. */
  read(): Promise<Settings> {
    return this.settings.read();
  }

  /** To be called after a change. */
  forget(): void {
    this.#kept = null;
  }
}
