import { existsSync, readFileSync } from 'node:fs';

/** Levels 1 and 2 of ASVS 5.0.0: how many each section has; those of level 3 follow them. */
const REQUIREMENTS = `
  1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
  5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3
  8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
  12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4
  16.4:3 16.5:3 17.1:1 17.2:4 17.3:2`
  .trim()
  .split(/\s+/)
  .flatMap((section) => {
    const [id = '', count = '0'] = section.split(':');
    return Array.from({ length: Number(count) }, (_, i) => `V${id}.${i + 1}`);
  });

const STATES = ['met', 'document', 'not tested', 'not met', 'does not apply'];

const text = readFileSync('docs/asvs.md', 'utf8');
const rows = text.split('\n').flatMap((line) => {
  const [id = '', what = '', state = '', shown = ''] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  return /^V\d+\.\d+\.\d+$/.test(id) ? [{ id, what, state, shown }] : [];
});

/** `file` “name of a test” */
const referencesOf = (shown: string) =>
  [...shown.matchAll(/`([^`]+)`(?: “([^”]+)”)?/g)].map(([, file = '', test]) => ({ file, test }));

it('has every requirement of levels 1 and 2, once', () => {
  expect(REQUIREMENTS).toHaveLength(253);
  expect(rows.map(({ id }) => id)).toEqual(REQUIREMENTS);
});

it('says of each how it stands, and why where it is not met', () => {
  const incomplete = rows.filter(
    ({ what, state, shown }) => what === '' || !STATES.includes(state) || shown === '',
  );
  expect(incomplete).toEqual([]);
});

it('counts them right', () => {
  for (const state of STATES) {
    const [, count] = new RegExp(`^\\| ${state} +\\| +(\\d+) +\\|$`, 'm').exec(text) ?? [];
    expect([state, Number(count)]).toEqual([state, rows.filter((row) => row.state === state).length]);
  }
});

it('names tests and documents that are there', () => {
  const missing = rows
    .filter(({ state }) => state === 'met' || state === 'document')
    .flatMap(({ id, state, shown }) => {
      const references = referencesOf(shown);
      if (references.length === 0) return [`${id} names nothing`];
      return references.flatMap(({ file, test }) => {
        if (!existsSync(file)) return [`${id}: there is no ${file}`];
        if (state === 'met' && !file.endsWith('spec.ts')) return [`${id}: ${file} is no test`];
        return test !== undefined && !readFileSync(file, 'utf8').includes(test)
          ? [`${id}: ${file} has no test “${test}”`]
          : [];
      });
    });
  expect(missing).toEqual([]);
});
