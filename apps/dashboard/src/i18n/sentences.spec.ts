import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sentenceIn } from './sentences.ts';

const SOURCES = ['apps/admin/src', 'libs/dqe-idmobile/src/matching', 'libs/dqe-idmobile/src/policy'];
/** Of what a developer is told at the start, and people read outside of the dashboard. */
const ELSEWHERE = /spec\.ts$|\/config\/|main-|demo|notice-handlers|policy-source/;

const TEXT = String.raw`(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|${'`'}((?:[^${'`'}\\]|\\.)*)${'`'})`;
const PLACES = [
  new RegExp(String.raw`\b(?:remedy|problem): ${TEXT}`, 'g'),
  new RegExp(String.raw`\bofField\(\s*[^,]+,\s*${TEXT}`, 'g'),
  new RegExp(
    String.raw`\bofField\(\s*[^,]+,\s*(?:'[^']*'|"[^"]*"|${'`'}(?:[^${'`'}\\]|\\.)*${'`'}),\s*${TEXT}`,
    'g',
  ),
  // Of the library's own rules: what is wrong, and what would be right.
  /\bIsDefined\(\{ message: '[^';]*; ([^']*)'/g,
  new RegExp(String.raw`\bwrong\(${TEXT}`, 'g'),
  new RegExp(String.raw`\bwrong\('[^']*', ${TEXT}`, 'g'),
];

/** What the service says, found in its source; what it fills in is `X1`. */
function said(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return PLACES.flatMap((place) =>
    [...source.matchAll(place)].map(([, single, double, template]) =>
      (single ?? double ?? template ?? '')
        .replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'X1')
        .replaceAll('\\', ''),
    ),
  );
}

const files = SOURCES.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => file.endsWith('.ts') && !ELSEWHERE.test(file)),
);
const sentences = [...new Set(files.flatMap(said))].filter((text) => text.length > 1).sort();

/** As class-validator says it, without the name of the property. */
const OF_CLASS_VALIDATOR = [
  ...['must be a string', 'must be an object', 'must be an array', 'must be a boolean value'],
  ...['must be an integer number', 'must be a UUID', 'must be an email', 'should not be empty'],
  ...['must be a number conforming to the specified constraints', 'must be a valid ISO 8601 date string'],
  ...[
    'must be one of the following values: a, b',
    'each value in roles must be one of the following values: a, b',
  ],
  ...['must not be less than 1', 'must not be greater than 168', 'must match /^a+$/ regular expression'],
  ...['must be shorter than or equal to 80 characters', 'must be longer than or equal to 12 characters'],
  'must be longer than or equal to 1 and shorter than or equal to 200 characters',
  "All events's elements must be unique",
];

describe('what the service says of a field', () => {
  it('is found in its source', () => {
    expect(sentences.length).toBeGreaterThan(80);
    expect(sentences).toContain('is not https');
    expect(sentences).toContain('Send one of X1.');
  });

  it.each([...sentences, ...OF_CLASS_VALIDATOR])('is known in French: %s', (sentence) => {
    expect(sentenceIn('en', sentence)).toBe(sentence);
    const french = sentenceIn('fr', sentence);
    expect(french).not.toBe(sentence);
    expect(french).not.toContain('*');
  });

  it('keeps what it fills in', () => {
    expect(sentenceIn('fr', 'Send one of csv, pdf.')).toBe('Indiquez l’une de ces valeurs : csv, pdf.');
    expect(sentenceIn('fr', 'Send 12 to 128 characters.')).toBe('Indiquez de 12 à 128 caractères.');
    expect(sentenceIn('fr', 'must not be greater than 168')).toBe('doit être au plus 168');
    expect(sentenceIn('fr', 'Send e.g. 0612345678 with country FR, or +33612345678.')).toBe(
      'Indiquez par exemple 0612345678 avec le pays FR, ou +33612345678.',
    );
  });

  it('is told as it is where nobody has put it into French', () => {
    expect(sentenceIn('fr', 'is of a kind nobody knew')).toBe('is of a kind nobody knew');
  });
});
