import { readdirSync } from 'node:fs';

type Texts = { readonly [key: string]: string | Texts };
const folder = (language: string) => new URL(`./${language}/`, import.meta.url);
const textsOf = async (language: string, file: string): Promise<Map<string, string>> => {
  const { default: texts } = (await import(new URL(file, folder(language)).pathname)) as { default: Texts };
  return new Map(flat(texts));
};
const flat = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[prefix + key, text] as [string, string]] : flat(text, `${prefix}${key}.`),
  );
const placeholders = (text: string) => [...new Set(text.match(/%\{\w+\}/g) ?? [])].sort();

const files = readdirSync(folder('en'));

it('every file of texts is there in both languages', () => {
  expect(files.length).toBeGreaterThan(3);
  expect(readdirSync(folder('fr'))).toEqual(files);
});

describe.each(files)('%s', (file) => {
  it('says the same things in both, with the same values in them', async () => {
    const [en, fr] = [await textsOf('en', file), await textsOf('fr', file)];
    expect([...fr.keys()]).toEqual([...en.keys()]);
    for (const [key, text] of en) {
      const other = fr.get(key) ?? '';
      expect([key, other.trim() === '']).toEqual([key, false]);
      // Plural forms are told apart by ||||, and each must be there.
      expect([key, other.split('||||').length]).toEqual([key, text.split('||||').length]);
      expect([key, placeholders(other)]).toEqual([key, placeholders(text)]);
    }
  });
});
