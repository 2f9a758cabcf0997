import { OutageLog } from './outage-log.js';

function log() {
  const lines: string[] = [];
  let now = 0;
  const outages = new OutageLog(
    {
      warn: (line: { msg: string }) => void lines.push(line.msg),
      log: (line: string) => void lines.push(line),
    },
    'It',
    () => now,
  );
  return { outages, lines, pass: (ms: number) => (now += ms) };
}

it('says once that something fails, and once that it works again', () => {
  const { outages, lines } = log();
  outages.over();
  for (let i = 0; i < 100; i += 1) outages.begun(new Error('away'));
  outages.over();
  outages.over();
  expect(lines).toEqual(['It fails; it goes on trying.', 'It works again.']);
});

it('says so at most once a minute where it flickers', () => {
  const { outages, lines, pass } = log();
  for (let i = 0; i < 100; i += 1) {
    outages.begun(new Error('away'));
    outages.over();
    pass(1_000);
  }
  expect(lines).toHaveLength(4);
});
