import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash, signCheckpoint, SigningKey } from 'transparency-log';
import { CHECKPOINTS_FILE, FileMirror, notesIn } from './file-mirror.js';

const ORIGIN = 'evidence.test/log';
const KEYS = [SigningKey.generate(ORIGIN).key, SigningKey.generate(ORIGIN).key];
const noteOf = (size: number) => signCheckpoint({ size, root: leafHash(Buffer.of(size)) }, ORIGIN, KEYS);

describe('the file of checkpoints', () => {
  let parent: string;
  let folder: string;
  let file: string;
  let mirror: FileMirror;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'file-mirror-'));
    folder = join(parent, 'not', 'there', 'yet');
    file = join(folder, CHECKPOINTS_FILE);
    mirror = new FileMirror('1', folder);
  });
  afterEach(() => rm(parent, { recursive: true }));
  const kept = async () => notesIn(await readFile(file, 'utf8'));

  it('is made where it is missing, for its owner only, and gives back what it was given', async () => {
    for (const size of [1, 2, 30]) await mirror.write(noteOf(size));
    expect(await kept()).toEqual([1, 2, 30].map(noteOf));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is only ever added to', async () => {
    await mirror.write(noteOf(1));
    const before = await readFile(file, 'utf8');
    await new FileMirror('1', folder).write(noteOf(2));
    expect((await readFile(file, 'utf8')).startsWith(before)).toBe(true);
  });

  it('loses no note but the one a crash has cut off, wherever that was', async () => {
    await mirror.write(noteOf(1));
    const whole = `${noteOf(2)}\n`;
    for (let length = 1; length < whole.length; length += 17) {
      await rm(file);
      await mirror.write(noteOf(1));
      await appendFile(file, whole.slice(0, length));
      await mirror.write(noteOf(3));
      const sizes = (await kept()).filter((note) => note !== noteOf(2));
      expect(sizes).toEqual([noteOf(1), noteOf(3)]);
    }
  });

  it('says so where it cannot be written', async () => {
    await writeFile(join(parent, 'not'), 'a file where the folder should be');
    await expect(mirror.write(noteOf(1))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
