import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate, openDatabase } from '@dqe-admin/database';
import type { Template } from './database-template.js';

/** A PGlite directory under the system's temporary one, kept between runs: copying it takes 0.1 s, making it 4 s. */
export function directoryTemplate(key: string): Template {
  return {
    copy: async (name, migrated) => {
      const dataDir = path.join(os.tmpdir(), name);
      const template = path.join(os.tmpdir(), `dqe_test_template_${key}${migrated ? '' : '_empty'}`);
      if (!existsSync(template)) await make(template, migrated);
      cpSync(template, dataDir, { recursive: true }); // a third of the time of the asynchronous one
      return { dataDir };
    },
    drop: (name) => rm(path.join(os.tmpdir(), name), { recursive: true, force: true }),
  };
}

/** Jest's workers race: each makes its own, the first to rename wins, nobody sees half of one. */
async function make(template: string, migrated: boolean): Promise<void> {
  const draft = await mkdtemp(`${template}_draft_`);
  try {
    const database = await openDatabase({ dataDir: draft });
    if (migrated) await migrate(database);
    await database.close();
    await rename(draft, template);
  } catch (error) {
    if (!existsSync(template)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
