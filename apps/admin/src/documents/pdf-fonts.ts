import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'fontkit';

/**
 * Noto Sans has Latin, Greek and Cyrillic with every accent. A font of the document's own, too: the fourteen that every
 * reader brings know Western Europe only.
 */
const PACKAGE = '@expo-google-fonts/noto-sans';

const require = createRequire(import.meta.url);
async function read(path: string): Promise<Font> {
  const { create } = await import('fontkit');
  const font = create(readFileSync(require.resolve(`${PACKAGE}/${path}`))) as Font;
  // A glyph keeps the character it was first asked for by, and text is selected by that. One that is first met as a part
  // of another, as the E of an É, would keep none.
  for (const character of font.characterSet) font.glyphForCodePoint(character);
  return font;
}

export interface PdfFonts {
  readonly regular: Font;
  readonly bold: Font;
}

const readAll = async (): Promise<PdfFonts> => ({
  regular: await read('400Regular/NotoSans_400Regular.ttf'),
  bold: await read('700Bold/NotoSans_700Bold.ttf'),
});

let fonts: Promise<PdfFonts> | undefined;

/** Read when the first document is written, and then shared: to read their tables takes longer than to write a page. */
export const pdfFonts = () => (fonts ??= readAll());
