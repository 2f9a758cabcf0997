import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Checkpoint,
  decodeEntries,
  decodeLeaf,
  openCheckpoint,
  TilesBundle,
  VerifierKeys,
  verifyBundle,
} from 'transparency-log';
import { notesIn } from '../../apps/admin/src/evidence/mirrors/file-mirror.js';
import { API_KEY } from '../support/admin-environment.js';
import type { Caller } from './call.js';

const EVIDENCE = '/api/v1/evidence';
/** A check of some ten thousand events takes seconds; one that a dead process was at is begun anew after two minutes at most. */
const CHECKED_WITHIN_MS = 300_000;
const WATCH_MS = 250;

/**
 * Holds the log against itself, as it was seen before: no event lost, doubled or moved, no size with two roots. Sees it
 * as anybody does, through the API, and by the file of the mirror.
 */
export class EvidenceAudit {
  /** Hashes of the leaves, in the order they were seen in. */
  private readonly leaves: string[] = [];
  private readonly ids = new Set<string>();
  /** Root by size, of every checkpoint anybody ever saw. */
  private readonly roots = new Map<number, string>();
  private readonly wrong: string[] = [];
  private keys: VerifierKeys | null = null;
  private oldest: string | null = null;
  private watching = true;
  private watch: Promise<void> = Promise.resolve();

  constructor(
    private readonly caller: Caller,
    private readonly dataDir: string,
  ) {}

  /** Leaves that were audited. */
  get audited(): number {
    return this.leaves.length;
  }

  get checkpoints(): number {
    return this.roots.size;
  }

  /** Collects checkpoints while processes come and go. */
  follow(url: () => string | null): void {
    const watch = async () => {
      while (this.watching) {
        const at = url();
        // It may die at any moment.
        if (at !== null) await this.see(at).catch(() => null);
        await sleep(WATCH_MS);
      }
    };
    this.watch = watch();
  }

  async stop(): Promise<void> {
    this.watching = false;
    await this.watch;
  }

  /** Milliseconds until everything that was on record before this call is in the log. */
  async allLogged(url: string, withinMs: number): Promise<number> {
    const from = Date.now();
    for (;;) {
      const reply = await this.caller.call('GET', `${url}/metrics`);
      const oldest = Number(/^evidence_oldest_pending_seconds (\S+)$/m.exec(reply?.text ?? '')?.[1] ?? 'NaN');
      const took = Date.now() - from;
      if (oldest * 1_000 < took || took > withinMs) return took;
      await sleep(100);
    }
  }

  /** Everything that is wrong; nothing, as a rule. */
  async findings(url: string): Promise<string[]> {
    await this.see(url);
    await this.readWhole(url);
    await this.readMirror();
    await this.check(url);
    return this.wrong.splice(0);
  }

  private async see(url: string): Promise<void> {
    const reply = await this.caller.call('GET', `${url}${EVIDENCE}/checkpoint`);
    if (reply?.status !== 200) return;
    await this.note(url, reply.text);
    this.oldest ??= reply.text;
  }

  private async note(url: string | null, note: string): Promise<void> {
    if (this.keys === null && url !== null) {
      const reply = await this.caller.call('GET', `${url}${EVIDENCE}/key`);
      if (reply?.status === 200) this.keys = new VerifierKeys(reply.text.trim().split('\n'));
    }
    if (this.keys === null) return;
    const { size, root } = this.opened(note, this.keys) ?? {};
    if (size === undefined || root === undefined) return;
    const now = Buffer.from(root).toString('hex');
    const before = this.roots.get(size);
    if (before !== undefined && before !== now) this.wrong.push(`the log of ${size} events has two roots`);
    this.roots.set(size, now);
  }

  private opened(note: string, keys: VerifierKeys): Checkpoint | null {
    try {
      return openCheckpoint(note, keys).checkpoint;
    } catch (error) {
      this.wrong.push(`a checkpoint is not signed: ${String(error)}`);
      return null;
    }
  }

  /** The whole log, verified by public means, beside what was seen of it before. */
  private async readWhole(url: string): Promise<void> {
    const leaves: Uint8Array[] = [];
    const bundle = new TilesBundle(async (path) => {
      const response = await fetch(`${url}${EVIDENCE}/log/${path}`, {
        headers: { authorization: `Bearer ${API_KEY}` },
      });
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(`the log cannot be read: ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (path.startsWith('tile/entries/')) leaves.push(...decodeEntries(bytes).leaves);
      return bytes;
    });
    if (this.keys === null) throw new Error('the log has no key');
    const old = this.oldest === null ? {} : { oldCheckpoint: this.oldest };
    const { findings } = await verifyBundle(bundle, this.keys, old);
    this.wrong.push(...findings.map((finding) => `dqe-verify: ${JSON.stringify(finding)}`));
    if (leaves.length < this.leaves.length) {
      this.wrong.push(`there were ${this.leaves.length} leaves, and now there are ${leaves.length}`);
    }
    leaves.forEach((leaf, index) => this.compare(index, leaf));
  }

  private compare(index: number, leaf: Uint8Array): void {
    const hash = createHash('sha256').update(leaf).digest('base64');
    if (index < this.leaves.length) {
      if (this.leaves[index] !== hash) this.wrong.push(`leaf ${index} is another one than before`);
      return;
    }
    const { id, type } = decodeLeaf(leaf);
    const name = `${type.split('.')[0]} ${id}`;
    if (this.ids.has(name)) this.wrong.push(`${name} is in the log twice`);
    if (/\.(?:missing|unreadable)$/.test(type)) this.wrong.push(`${name} is in the log by its id alone`);
    this.ids.add(name);
    this.leaves.push(hash);
  }

  private async readMirror(): Promise<void> {
    const text = await readFile(join(this.dataDir, 'evidence', 'checkpoints'), 'utf8').catch(() => '');
    for (const note of notesIn(text)) await this.note(null, note);
  }

  /** What only the service sees: whether anything on record is neither in the log nor waiting for it. */
  private async check(url: string): Promise<void> {
    const until = Date.now() + CHECKED_WITHIN_MS;
    let id: string | null = null;
    while (Date.now() < until) {
      // The one of the night, where that is under way.
      if (id === null) id = (await this.caller.call('POST', `${url}${EVIDENCE}/checks`))?.body?.id ?? null;
      const check = (await this.caller.call('GET', `${url}${EVIDENCE}/checks/${id}`))?.body;
      if (check?.result === 'ok') return;
      if (check?.result === 'failed') {
        this.wrong.push(...check.findings.map((finding: object) => `check: ${JSON.stringify(finding)}`));
        return;
      }
      await sleep(250);
      if (check?.size === null) id = null;
    }
    this.wrong.push('a check of the log did not end');
  }
}
