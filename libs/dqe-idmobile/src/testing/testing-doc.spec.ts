import { readFileSync, writeFileSync } from 'node:fs';
import { ANSWER_NUMBERS } from './answer-numbers.js';
import { CONSENT_NUMBERS } from './consent-numbers.js';
import { SANDBOX_SUBSCRIBERS } from './directory.js';
import { SANDBOX_ERROR_TYPES } from './error-ids.js';
import { sandboxErrorNumber } from './test-numbers.js';

const file = new URL('../../TESTING.md', import.meta.url);
const code = (value: string) => `\`${value}\``;
const byName = (table: Record<string, { number: string; what: string }>) =>
  Object.entries(table).map(([name, { number, what }]) => [code(number), code(name), what]);

/** The tables of TESTING.md, made from what the sandbox really does. */
const TABLES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  subscribers: [
    ['number', 'country', 'operator', 'consent', 'who', 'what for'],
    ...SANDBOX_SUBSCRIBERS.map(({ number, country, operator, consent, identity, note }) => [
      ...[code(number), country, operator, consent ? 'yes' : 'no'],
      ...[`${identity.firstname} ${identity.lastname}`, note],
    ]),
  ],
  errors: [
    ['number', 'error', 'label'],
    ...Object.entries(SANDBOX_ERROR_TYPES)
      .sort()
      .map(([id, label]) => [code(sandboxErrorNumber(id)), id, label]),
  ],
  answers: [['number', '`SANDBOX_NUMBERS.…`', 'what happens'], ...byName(ANSWER_NUMBERS)],
  consents: [['number', '`SANDBOX_NUMBERS.…`', 'what happens'], ...byName(CONSENT_NUMBERS)],
};

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function rendered(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');
}

// Prettier pads the columns; what counts is what stands in them.
const plain = (text: string) =>
  text
    .replace(/-{3,}/g, '---')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
const block = (name: string) => new RegExp(`(<!-- table: ${name} -->)([^]*?)(<!-- end -->)`);

// By hand after changing a table: UPDATE_TESTING_MD=1, then prettier.
if (process.env['UPDATE_TESTING_MD'] === '1') {
  let text = readFileSync(file, 'utf8');
  for (const [name, rows] of Object.entries(TABLES)) {
    text = text.replace(
      block(name),
      (_all, start: string, _old, end: string) => `${start}\n\n${rendered(rows)}\n\n${end}`,
    );
  }
  writeFileSync(file, text);
}

describe('TESTING.md', () => {
  it.each(Object.keys(TABLES))('lists every one of the %s', (name) => {
    const written = block(name).exec(readFileSync(file, 'utf8'))?.[2] ?? '';
    expect(plain(written)).toBe(plain(rendered(TABLES[name] ?? [])));
  });
});
