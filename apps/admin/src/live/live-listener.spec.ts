import { LiveListener } from './live-listener.js';

const MATCH = JSON.stringify({ id: 'x'.repeat(2_000) });
const MUCH = 200;

function read(listener: LiveListener): string {
  return String(listener.body.read() ?? '');
}

describe('a listener', () => {
  it('that has missed more than it may leave unread is told to read the list anew, and goes on from there', () => {
    const listener = new LiveListener(null);
    listener.ready(0);
    for (let index = 0; index < MUCH; index += 1) listener.match(index, MATCH);
    listener.caughtUp(MUCH);
    expect(listener.body.destroyed).toBe(false);
    expect(read(listener)).toMatch(/event: reset\ndata: \{\}\n\nid: 199\nevent: ready\ndata: \{\}\n\n$/);
    listener.match(MUCH, MATCH);
    expect(read(listener)).toBe(`id: ${MUCH}\nevent: match\ndata: ${MATCH}\n\n`);
  });

  it('that has missed less hears all of it', () => {
    const listener = new LiveListener(null);
    listener.ready(0);
    for (let index = 0; index < 3; index += 1) listener.match(index, MATCH);
    listener.caughtUp(3);
    const text = read(listener);
    expect(text.match(/event: match/g)).toHaveLength(3);
    expect(text).not.toContain('reset');
  });

  it('that takes nothing of what comes is cut off', () => {
    const listener = new LiveListener(null);
    listener.caughtUp(0);
    for (let index = 0; index < MUCH; index += 1) listener.match(index, MATCH);
    expect(listener.body.destroyed).toBe(true);
    expect(listener.body.readableLength).toBeLessThan(300 * 1024);
  });
});
