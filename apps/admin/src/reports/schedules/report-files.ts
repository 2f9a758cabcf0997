import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AdminConfig } from '../../config/admin-config.js';
import { ReportFileNotWrittenError } from './schedule-errors.js';

/** The files under DATA_DIR/reports, for whoever fetches them there. What counts is in the database. */
@Injectable()
export class ReportFiles {
  private readonly directory: string;

  constructor({ dataDir }: AdminConfig) {
    this.directory = join(dataDir, 'reports');
  }

  /**
   * Whole or not at all.
   * @param name letters, digits, dots and dashes
   * @throws ReportFileNotWrittenError
   */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.directory, name);
    // A name of its own: two may be at the same file.
    const part = `${file}.${randomUUID()}.part`;
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      await writeFile(part, bytes, { mode: 0o600 });
      await rename(part, file);
    } catch (cause) {
      // Where the disk is full, what is left of it would keep it full.
      await rm(part, { force: true }).catch(() => undefined);
      throw new ReportFileNotWrittenError({ cause });
    }
  }

  async drop(name: string): Promise<void> {
    await rm(join(this.directory, name), { force: true });
  }
}
