import 'reflect-metadata';
import { extractText, getDocumentProxy } from 'unpdf';
import { answerPdf, pdfOf, type PdfHead } from './pdf.js';
import type { PdfWriter } from './pdf-writer.js';

const HEAD: PdfHead = {
  ...{ language: 'fr', title: 'Rapport d’été — Œuvre', createdAt: new Date('2026-08-01T10:00:00Z') },
  about: 'Août 2026',
};

/** As a reader reads it. */
async function read(head: Partial<PdfHead>, write: (pdf: PdfWriter) => void) {
  const bytes = await pdfOf({ ...HEAD, ...head }, write);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document);
  const info = (await document.getMetadata()).info as Record<string, unknown>;
  const marks = await document.getMarkInfo();
  const page = await document.getPage(1);
  return { bytes, document, text, info, marks, tree: JSON.stringify(await page.getStructTree()), page };
}

it('is text in the language, with every accent, on A4, with a title, and tagged', async () => {
  const { text, info, marks, tree, page, bytes } = await read({}, (pdf) => {
    pdf.heading('Résumé');
    pdf.paragraph('Où l’opérateur a été prévenu : çà et là, cœur, 12 345 €, Łódź, Αθήνα, Київ.');
    pdf.facts([
      ['Nom', 'Hélène'],
      ['Rien', null],
    ]);
  });
  const [only] = text;
  for (const words of [
    'Résumé',
    'Où l’opérateur',
    'çà et là, cœur, 12 345 €, Łódź, Αθήνα, Київ.',
    'Hélène',
  ]) {
    expect(only).toContain(words);
  }
  expect(only).toContain('Page 1 sur 1');
  expect(only).toContain('Établi le 1 août 2026');
  expect(only).toContain('Août 2026');
  expect(only).not.toContain('Rien');
  expect(info.Title).toBe('Rapport d’été — Œuvre');
  expect(info.Language).toBe('fr');
  expect(marks?.Marked).toBe(true);
  for (const role of ['Document', 'H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD']) {
    expect(tree).toContain(`"role":"${role}"`);
  }
  expect(page.view.map(Math.round)).toEqual([0, 0, 595, 842]);
  expect(bytes.length).toBeLessThan(100_000);
});

it('goes on on further pages, under the head of the table, and numbers them', async () => {
  const rows = Array.from({ length: 150 }, (_, at) => [`row ${at}`, at, null]);
  const { text, document } = await read({ language: 'en' }, (pdf) =>
    pdf.table([{ title: 'Name', weight: 2 }, { title: 'Count', align: 'right' }, { title: 'None' }], rows),
  );
  expect(document.numPages).toBeGreaterThan(2);
  text.forEach((page, at) => {
    expect(page).toContain('Count');
    expect(page).toContain(`Page ${at + 1} of ${document.numPages}`);
  });
  const all = text.join(' ');
  for (const [name] of rows) expect(all.split(new RegExp(`\\b${name}\\b`))).toHaveLength(2);
});

it('a text longer than a page goes on, too, and so does a cell', async () => {
  const long = Array.from({ length: 2000 }, (_, at) => `word${at}`).join(' ');
  const { text } = await read({}, (pdf) => pdf.paragraph(long));
  expect(text.length).toBeGreaterThan(1);
  expect(text.join(' ')).toContain('word1999');
  const cell = await read({}, (pdf) => {
    pdf.facts([['Name', long]]);
    pdf.paragraph('After it.');
  });
  expect(cell.text.length).toBeGreaterThan(1);
  expect(cell.text.at(-1)).toMatch(/word1999\s+After it\./);
});

it('bars say in words what they draw', async () => {
  const { text, tree } = await read({}, (pdf) =>
    pdf.bars([
      { label: 'Prénom', value: 0.86, text: '86 % : atteint le seuil', marks: [0.5, 0.85], tone: 'good' },
      { label: 'Genre', value: null, text: 'indisponible' },
    ]),
  );
  expect(text[0]).toMatch(/Prénom\s+86 % : atteint le seuil\s+Genre\s+indisponible/);
  expect(tree).not.toContain('"role":"Figure"');
});

it('shrinks to one page where it can, and stays readable where it cannot', async () => {
  const lines = (count: number) => (pdf: PdfWriter) =>
    pdf.facts(Array.from({ length: count }, (_, at) => [`name ${at}`, 'value'] as const));
  expect((await read({}, lines(45))).document.numPages).toBe(2);
  expect((await read({ onePage: true }, lines(45))).document.numPages).toBe(1);
  expect((await read({ onePage: true }, lines(200))).document.numPages).toBeGreaterThan(1);
});

it('text of others moves nothing and ends nothing', async () => {
  const { text } = await read({}, (pdf) =>
    pdf.facts([['Référence', 'a\nb\u0000\u202e(c) \\) <d> & ET EMC']]),
  );
  expect(text[0]).toContain('a b (c) \\) <d> & ET EMC');
});

it('is answered as a PDF that nobody keeps', () => {
  const headers: Record<string, string> = {};
  const reply = {
    type: (type: string) => reply.header('content-type', type),
    header: (name: string, value: string) => {
      headers[name] = value;
      return reply;
    },
  };
  const bytes = Buffer.from('%PDF');
  expect(answerPdf(reply as never, 'sheet-1', bytes)).toBe(bytes);
  expect(headers).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'no-store',
    'content-disposition': 'inline; filename="sheet-1.pdf"',
  });
});
