import { jest } from '@jest/globals';
import { GroupCommit, type GroupCommitOptions } from './group-commit.js';

/** Statements that end when they are told to. */
function statements() {
  const open: { readonly items: readonly string[]; readonly end: (error?: Error) => void }[] = [];
  const write = (items: readonly string[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      open.push({
        items,
        end: (error) => (error === undefined ? resolve(items.map((item) => `${item}!`)) : reject(error)),
      });
    });
  return { open, write };
}

const REFUSED = new Error('refused');
const AWAY = new Error('away');

function commit(options: Partial<GroupCommitOptions<string>> = {}) {
  const { open, write } = statements();
  const group = new GroupCommit<string, string>(write, {
    ...{ most: 3, waitMs: 0, atOnce: 1, isRefused: (error) => error === REFUSED },
    ...options,
  });
  return { open, add: (...items: string[]) => items.map((item) => group.add(item)), group };
}

const turns = async () => {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
};

it('writes the first at once, and what comes meanwhile together', async () => {
  const { open, add } = commit();
  const answers = add('a', 'b', 'c');
  expect(open.map(({ items }) => items)).toEqual([['a']]);
  open[0]?.end();
  await turns();
  expect(open.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
  open[1]?.end();
  await expect(Promise.all(answers)).resolves.toEqual(['a!', 'b!', 'c!']);
});

it('acknowledges nothing before its statement has ended', async () => {
  const { open, add } = commit();
  let told = 0;
  for (const answer of add('a', 'b')) void answer.then(() => (told += 1));
  await turns();
  expect(told).toBe(0);
  open[0]?.end();
  await turns();
  expect(told).toBe(1);
});

it('puts no more into a statement than it may, and runs no more of them than it may', async () => {
  const { open, add } = commit({ atOnce: 2 });
  void add('a', 'b', 'c', 'd', 'e', 'f');
  expect(open.map(({ items }) => items)).toEqual([['a'], ['b']]);
  open[1]?.end();
  await turns();
  expect(open.map(({ items }) => items)).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
  open[0]?.end();
  await turns();
  expect(open.at(-1)?.items).toEqual(['f']);
});

it('keeps those apart that have something in common, in the order they came', async () => {
  const { open, add } = commit({ most: 5, keyOf: (item) => item.charAt(0) });
  void add('first', 'a1', 'a2', 'b1', 'a3', 'c1');
  open[0]?.end();
  await turns();
  open[1]?.end();
  await turns();
  open[2]?.end();
  await turns();
  expect(open.map(({ items }) => items)).toEqual([['first'], ['a1', 'b1', 'c1'], ['a2'], ['a3']]);
});

it('tries each on its own where the database refused them together: one spoils nothing for the others', async () => {
  const { open, add } = commit();
  const [first, ...others] = add('a', 'b', 'c');
  open[0]?.end();
  await first;
  await turns();
  open[1]?.end(REFUSED);
  await turns();
  expect(open[2]?.items).toEqual(['b']);
  open[2]?.end(REFUSED);
  await turns();
  expect(open[3]?.items).toEqual(['c']);
  open[3]?.end();
  await expect(Promise.allSettled(others)).resolves.toEqual([
    { status: 'rejected', reason: REFUSED },
    { status: 'fulfilled', value: 'c!' },
  ]);
});

it('repeats nothing that may have been carried out', async () => {
  const { open, add } = commit();
  const answers = add('a', 'b', 'c');
  const settled = Promise.allSettled(answers);
  open[0]?.end(AWAY);
  await turns();
  open[1]?.end(AWAY);
  await expect(settled).resolves.toEqual(answers.map(() => ({ status: 'rejected', reason: AWAY })));
  expect(open).toHaveLength(2);
});

it('goes on after a failure', async () => {
  const { open, add } = commit();
  const [failed] = add('a');
  open[0]?.end(AWAY);
  await expect(failed).rejects.toBe(AWAY);
  await turns();
  const [next] = add('b');
  open[1]?.end();
  await expect(next).resolves.toBe('b!');
});

it('waits for others where it is told to, but not once they are enough', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  try {
    const { open, add } = commit({ waitMs: 5 });
    void add('a', 'b');
    await jest.advanceTimersByTimeAsync(4);
    expect(open).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(open.map(({ items }) => items)).toEqual([['a', 'b']]);
    void add('c', 'd', 'e');
    open[0]?.end();
    await turns();
    expect(open.at(-1)?.items).toEqual(['c', 'd', 'e']);
  } finally {
    jest.useRealTimers();
  }
});
