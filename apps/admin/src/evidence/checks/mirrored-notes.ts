import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CUT_OFF_MARK } from '../mirrors/file-mirror.js';

/** Notes are short; what is longer is none. */
const LONGEST = 16_384;

/** A file of notes that is there and cannot be read; the cause is the file system's. */
export class NotesUnreadableError extends Error {
  override readonly name = 'NotesUnreadableError';
}

/**
 * The notes of a file that notes are appended to, each followed by an empty line; in parts, so that none is too large.
 * Ends at once where there is no such file.
 * @throws NotesUnreadableError
 */
export async function* notesOf(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, { encoding: 'utf8' });
  let note: string[] = [];
  let signed = false;
  let length = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (line.endsWith(CUT_OFF_MARK)) {
        [note, signed, length] = [[], false, 0];
        continue;
      }
      const isSignature = line.startsWith('\u2014 ');
      // A note has one empty line within, before its signatures.
      if (line === '' ? signed : signed && !isSignature) {
        yield `${note.join('\n')}\n`;
        [note, signed, length] = [line === '' ? [] : [line], false, 0];
        continue;
      }
      if (line === '' && (note.length === 0 || note.includes(''))) {
        [note, length] = [[], 0];
        continue;
      }
      signed ||= isSignature;
      length += line.length;
      if (length > LONGEST) [note, signed, length] = [[], false, 0];
      else note.push(line);
    }
    // What is left is being written, or was cut off.
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return;
    throw new NotesUnreadableError('the notes of a mirror cannot be read', { cause: error });
  } finally {
    stream.destroy();
  }
}
