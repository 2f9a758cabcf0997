import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigurationError } from './configuration.error.js';

/**
 * The content of `file`; made by `make` when it is not there yet. Of several processes that start at once one
 * wins and all read the winner's. Written whole or not at all, and readable by its owner only.
 * @throws ConfigurationError when the file cannot be read or written
 */
export async function keepOnce(
  file: string,
  make: () => string,
): Promise<{ content: string; created: boolean }> {
  const present = await readKept(file);
  if (present !== undefined) {
    return { content: present, created: false };
  }
  const content = make();
  const created = await publish(file, content).catch((error: unknown) => {
    throw unusable(file, error);
  });
  return created ? { content, created } : { content: (await readKept(file)) ?? '', created };
}

/**
 * The content of `file`, or undefined when it is not there.
 * @throws ConfigurationError when it is there and cannot be read
 */
export async function readKept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw unusable(file, error);
  }
}

function unusable(file: string, error: unknown): ConfigurationError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return new ConfigurationError([
    {
      variable: 'DATA_DIR',
      message: `is not usable: ${file} could not be read or written (${code}). Use a folder this user may write to.`,
    },
  ]);
}

/** True when this call made the file. A hard link, unlike a rename, never replaces what is there. */
async function publish(file: string, content: string): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(content, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file).catch(async (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw error;
      }
      // Some shared folders of virtual machines know no hard links.
      await copyFile(draft, file, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await unlink(draft);
  }
}
