import { API_KEY } from './admin-environment.js';
import { eventually } from './eventually.js';

export interface StreamedEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what a test looks for, it knows
}

/** Listens to server-sent events, as a browser does. */
export class EventStream {
  readonly events: StreamedEvent[] = [];
  /** Blocks that are no event: heartbeats. */
  comments = 0;
  ended = false;
  lastId = '';
  private readonly abort = new AbortController();

  private constructor(readonly response: Response) {}

  /** @throws Response what was answered instead */
  static async open(
    url: string,
    headers: Readonly<Record<string, string>> = { authorization: `Bearer ${API_KEY}` },
  ): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...headers },
      signal: abort.signal,
    });
    const stream = new EventStream(response);
    stream.abort.signal.addEventListener('abort', () => abort.abort());
    void stream.read();
    return stream;
  }

  /** The matches it was told of. */
  get matches(): readonly StreamedEvent['data'][] {
    return this.events.filter(({ event }) => event === 'match').map(({ data }) => data);
  }

  /** Until it was told of a match of this id in this status. */
  async told(id: string, status: string): Promise<void> {
    await eventually(
      () => Promise.resolve(this.matches),
      (all) => all.some((match) => match.id === id && match.status === status),
      60_000,
    );
  }

  async ready(): Promise<void> {
    await eventually(
      () => Promise.resolve(this.events),
      (all) => all.some(({ event }) => event === 'ready'),
    );
  }

  close(): void {
    this.abort.abort();
  }

  private async read(): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body ?? []) {
        rest += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // Closed by us, or cut off.
    }
    this.ended = true;
  }

  private take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => /^([a-z]*): ?(.*)$/.exec(line)?.slice(1) as [string, string]),
    );
    const id = fields.get('id');
    if (id !== undefined) this.lastId = id;
    const data = fields.get('data');
    if (data === undefined) this.comments += 1;
    else this.events.push({ id, event: fields.get('event') ?? 'message', data: JSON.parse(data) });
  }
}
