import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseNote } from 'transparency-log';
import type { Mirror } from './mirror.js';

/** The file a folder gets. */
export const CHECKPOINTS_FILE = 'checkpoints';

const BETWEEN = '\n';
const END = Buffer.from(`\n${BETWEEN}`);
/** Ends the line a crash has cut off. */
export const CUT_OFF_MARK = ' [cut off]';
const CUT_OFF = `${CUT_OFF_MARK}${END.toString()}`;

/** A file in a folder that notes are appended to, each followed by an empty line. */
export class FileMirror implements Mirror {
  constructor(
    readonly label: string,
    private readonly folder: string,
  ) {}

  /** Where the notes are. */
  get file(): string {
    return join(this.folder, CHECKPOINTS_FILE);
  }

  async write(note: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const handle = await open(this.file, 'a+', 0o600);
    try {
      const { size } = await handle.stat();
      const { buffer } = await handle.read(
        Buffer.alloc(END.length),
        0,
        END.length,
        Math.max(0, size - END.length),
      );
      // A note that a crash cut off is not continued, nor taken for a whole one.
      const torn = size > 0 && !buffer.equals(END);
      await handle.appendFile(`${torn ? CUT_OFF : ''}${note}${BETWEEN}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** The notes of such a file, the oldest first; what was cut off is left out. */
export function notesIn(text: string): string[] {
  // An empty line is also within a note: there, a line of signature follows.
  return text.split(/\n\n+(?!\u2014 )/).flatMap((part) => {
    const note = part.endsWith('\n') ? part : `${part}\n`;
    try {
      parseNote(note);
      return [note];
    } catch {
      return [];
    }
  });
}
