import { EventBlocks } from './event-blocks.ts';

const TEXT =
  'retry: 3000\n\nid: 6\nevent: ready\ndata: {}\n\nid: 7\nevent: match\ndata: {"id":"a: b"}\n\n: \nid: 9\n\n';

it('finds the same events wherever the pieces end', () => {
  for (let size = 1; size <= TEXT.length; size += 1) {
    const blocks = new EventBlocks();
    const events = [];
    for (let at = 0; at < TEXT.length; at += size) events.push(...blocks.take(TEXT.slice(at, at + size)));
    expect(events).toEqual([
      { event: 'ready', data: '{}' },
      { event: 'match', data: '{"id":"a: b"}' },
    ]);
    // A heartbeat moves it on, too.
    expect(blocks.lastId).toBe('9');
  }
});
