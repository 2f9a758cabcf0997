import type { FastifyReply } from 'fastify';
import type { Font } from 'fontkit';
import type { Language, Text } from './language.js';
import { timeText } from './language.js';
import { pdfFonts } from './pdf-fonts.js';
import { MARGIN, PdfWriter } from './pdf-writer.js';

export interface PdfHead {
  readonly language: Language;
  readonly title: string;
  /** When it was made: at the foot of every page. */
  readonly createdAt: Date;
  /** Beside the title at the top of every page, e.g. a period or an id. */
  readonly about?: string;
  /** Makes the text smaller, down to what is still readable, until the document fits on one page. */
  readonly onePage?: boolean;
}

/** Points, tried one after the other where a document is to fit on one page. */
const [SIZE, SMALLER] = [9.5, [9, 8.5, 8, 7.5, 7]] as const;

const WORDS = {
  page: { en: 'Page', fr: 'Page' },
  of: { en: 'of', fr: 'sur' },
  made: { en: 'Made on', fr: 'Établi le' },
} as const satisfies Record<string, Text>;

/**
 * A document on A4: tagged for readers that listen, its text selectable, with its title and page numbers.
 * @param write puts in what it holds; called again for each size that is tried
 */
export async function pdfOf(head: PdfHead, write: (pdf: PdfWriter) => void): Promise<Buffer> {
  for (const size of head.onePage === true ? [SIZE, ...SMALLER] : [SIZE]) {
    const { pages, bytes } = await written(head, size, write);
    if (head.onePage !== true || pages === 1 || size === SMALLER.at(-1)) return bytes;
  }
  throw new Error('there is always a last size');
}

async function written(
  { language, title, createdAt, about }: PdfHead,
  size: number,
  write: (pdf: PdfWriter) => void,
): Promise<{ pages: number; bytes: Buffer }> {
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN.top, bottom: MARGIN.bottom, left: MARGIN.side, right: MARGIN.side },
    pdfVersion: '1.7',
    // The types of the library do not know this one yet.
    subset: 'PDF/UA' as 'PDF/A-2',
    tagged: true,
    displayTitle: true,
    lang: language,
    bufferPages: true,
    font: '',
    // The library puts it into XML as it is.
    info: { Title: title.replace(/[<>&]/g, ' '), CreationDate: createdAt },
  });
  const { regular, bold } = await pdfFonts();
  // Nor that fonts may be shared.
  const source = (font: Font) => font as unknown as PDFKit.Mixins.PDFFontSource;
  doc.registerFont('regular', source(regular)).registerFont('bold', source(bold)).font('regular');
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject));

  const root = doc.struct('Document');
  doc.addStructure(root);
  const writer = new PdfWriter(doc, root, language, size);
  writer.heading(title, 1);
  write(writer);
  root.end();

  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    const made = `${WORDS.made[language]} ${timeText(createdAt, language)}`;
    const number = `${WORDS.page[language]} ${page + 1} ${WORDS.of[language]} ${count}`;
    edge(doc, 'Header', MARGIN.top - 32, title, about ?? '');
    edge(doc, 'Footer', doc.page.height - MARGIN.bottom + 20, made, number);
  }
  doc.end();
  await done;
  return { pages: count, bytes: Buffer.concat(chunks) };
}

/** At the top or the foot of the current page; not part of what is read aloud. */
function edge(doc: PDFKit.PDFDocument, where: string, y: number, left: string, right: string): void {
  const width = doc.page.width - 2 * MARGIN.side;
  // What lies in the margin would begin another page.
  const { bottom } = doc.page.margins;
  doc.page.margins.bottom = 0;
  doc.markContent('Artifact', { type: 'Pagination', attached: [where === 'Header' ? 'Top' : 'Bottom'] });
  doc.font('regular').fontSize(8).fillColor('#555555');
  doc.text(left, MARGIN.side, y, { width: width * 0.6, lineBreak: false, ellipsis: true });
  doc.text(right, MARGIN.side + width * 0.6, y, { width: width * 0.4, align: 'right', lineBreak: false });
  doc.endMarkedContent();
  doc.page.margins.bottom = bottom;
}

/**
 * Answers with a PDF that the browser shows. Never kept on the way: it may hold personal data.
 * @param name of the file, without its ending: letters, digits and dashes
 */
export function answerPdf(reply: FastifyReply, name: string, bytes: Buffer): Buffer {
  void reply
    .type('application/pdf')
    .header('cache-control', 'no-store')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .header('content-security-policy', `default-src 'none'; frame-ancestors 'none'; sandbox`);
  return bytes;
}
