/** One server-sent event. */
export interface StreamedEvent {
  readonly event: string;
  readonly data: string;
}

/** Puts pieces of `text/event-stream` together, as they come: a piece may end anywhere. */
export class EventBlocks {
  /** Of the last event that had one. */
  lastId: string | null = null;
  #rest = '';

  take(piece: string): readonly StreamedEvent[] {
    const blocks = (this.#rest + piece).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => this.#eventOf(block) ?? []);
  }

  #eventOf(block: string): StreamedEvent | null {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':');
      if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
    }
    this.lastId = fields.get('id') ?? this.lastId;
    const data = fields.get('data');
    return data === undefined ? null : { event: fields.get('event') ?? 'message', data };
  }
}
