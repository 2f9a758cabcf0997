import type { Language } from './language.js';

/** A document under way; what a reader who listens to it is told lies beside what is drawn. */
type Doc = PDFKit.PDFDocument;
type Struct = PDFKit.PDFStructureElement;

export type Align = 'left' | 'right';

export interface Column {
  readonly title: string;
  readonly align?: Align;
  /** Compared with the other columns. @default 1 */
  readonly weight?: number;
}

export interface Bar {
  readonly label: string;
  /** 0..1; null: there is nothing to draw. */
  readonly value: number | null;
  /** What the bar says, in words: nobody has to measure. */
  readonly text: string;
  /** Places of thresholds, 0..1. */
  readonly marks?: readonly number[];
  /** @default neutral */
  readonly tone?: Tone;
}

const COLOURS = {
  ...{ text: '#1a1a1a', quiet: '#555555', line: '#c4c4c4', track: '#ececec', mark: '#1a1a1a' },
  ...{ neutral: '#3b5b92', good: '#2e7d4f', fair: '#b7791f', poor: '#b3372f' },
} as const;
export type Tone = 'neutral' | 'good' | 'fair' | 'poor';

/** Points. */
export const MARGIN = { top: 62, bottom: 52, side: 48 } as const;

/** Of the size of the text, so that a document shrinks as a whole. */
const SIZES = { title: 1.75, heading: 1.25, small: 0.85 } as const;
const [BAR_HEIGHT, ROW_PADDING] = [0.7, 0.28];

interface TextStyle {
  readonly bold?: boolean;
  readonly size?: number;
  readonly colour?: string;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly tag: 'TH' | 'TD';
  readonly scope?: 'Row' | 'Column';
  readonly align?: Align;
  /** Draws beside the text, which begins after `indent`. */
  readonly draw?: (x: number, y: number) => void;
}

/** Puts headings, text, tables and bars on pages, one below the other. Tables go on on the next page under their head. */
export class PdfWriter {
  constructor(
    private readonly doc: Doc,
    private readonly root: Struct,
    readonly language: Language,
    /** Of the text, in points. */
    private readonly size: number,
  ) {}

  heading(text: string, level: 1 | 2 = 2): void {
    const size = this.size * (level === 1 ? SIZES.title : SIZES.heading);
    if (level !== 1) this.space(0.7);
    // A heading never stands alone at the end of a page.
    this.makeRoom(size * 1.4 + this.size * 3);
    this.write(level === 1 ? 'H1' : 'H2', text, { bold: true, size });
    this.space(0.25);
  }

  paragraph(text: string, { quiet = false } = {}): void {
    this.write('P', text, quiet ? { size: this.size * SIZES.small, colour: COLOURS.quiet } : {});
    this.space(0.4);
  }

  /** Lines of which each is told as one of a list. */
  list(items: readonly string[]): void {
    const list = this.doc.struct('L');
    this.root.add(list);
    for (const item of items) {
      const entry = this.doc.struct('LI');
      list.add(entry);
      this.write('LBody', `•  ${item}`, {}, entry);
      entry.end();
      this.space(0.1);
    }
    list.end();
    this.space(0.3);
  }

  /** Names and values. What is null is left out. */
  facts(rows: readonly (readonly [name: string, value: string | number | null])[]): void {
    const shown = rows.filter(([, value]) => value !== null);
    if (shown.length === 0) return;
    const table = this.openTable();
    const name = this.width * 0.28;
    for (const [title, value] of shown) {
      this.row(table, [
        { text: title, width: name, tag: 'TH', scope: 'Row' },
        { text: String(value), width: this.width - name, tag: 'TD' },
      ]);
    }
    this.closeTable(table);
  }

  table(columns: readonly Column[], rows: readonly (readonly (string | number | null)[])[]): void {
    const whole = columns.reduce((sum, { weight = 1 }) => sum + weight, 0);
    const widths = columns.map(({ weight = 1 }) => (this.width * weight) / whole);
    const cells = (texts: readonly (string | number | null)[], tag: Cell['tag']) =>
      columns.map(({ align }, at): Cell => ({
        ...{ text: String(texts[at] ?? ''), width: widths[at] ?? 0, tag },
        ...(align === undefined ? {} : { align }),
        ...(tag === 'TH' ? { scope: 'Column' as const } : {}),
      }));
    const table = this.openTable();
    const head = cells(
      columns.map(({ title }) => title),
      'TH',
    );
    this.row(table, head);
    for (const row of rows) this.row(table, cells(row, 'TD'), head);
    this.closeTable(table);
  }

  /** Horizontal bars from 0 to 1, each with a name and in words. */
  bars(bars: readonly Bar[]): void {
    const table = this.openTable();
    const [label, drawn] = [this.width * 0.22, this.width * 0.26];
    for (const bar of bars) {
      this.row(table, [
        { text: bar.label, width: label, tag: 'TH', scope: 'Row' },
        {
          ...{ text: bar.text, width: this.width - label, tag: 'TD' },
          draw: (x, y) => this.bar(bar, x, y, drawn - this.size),
        },
      ]);
    }
    this.closeTable(table);
  }

  /** @param lines of text */
  space(lines: number): void {
    this.doc.y += lines * this.size;
  }

  private get width(): number {
    return this.doc.page.width - 2 * MARGIN.side;
  }

  private makeRoom(height: number): void {
    const { page } = this.doc;
    if (this.doc.y + height > page.height - MARGIN.bottom && this.doc.y > MARGIN.top) this.doc.addPage();
  }

  private style({ bold = false, size = this.size, colour = COLOURS.text }: TextStyle): Doc {
    return this.doc
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(colour);
  }

  private write(tag: string, text: string, style: TextStyle, parent = this.root): void {
    parent.add(
      this.doc.struct(tag, {}, () => {
        this.style(style).text(printable(text), MARGIN.side, this.doc.y, { width: this.width, lineGap: 1 });
      }),
    );
  }

  private openTable(): Struct {
    const table = this.doc.struct('Table');
    this.root.add(table);
    return table;
  }

  private closeTable(table: Struct): void {
    table.end();
    this.space(0.6);
  }

  /** @param head said again where the row is the first of a page; nobody needs to hear it twice */
  private row(table: Struct, cells: readonly Cell[], head?: readonly Cell[]): void {
    const padding = this.size * ROW_PADDING;
    const height = Math.max(...cells.map((cell) => this.heightOf(cell))) + 2 * padding;
    const before = this.doc.page;
    this.makeRoom(height);
    if (head !== undefined && this.doc.page !== before) this.repeat(head);
    const [page, y] = [this.doc.page, this.doc.y];
    const line = this.doc.struct('TR');
    table.add(line);
    let x: number = MARGIN.side;
    for (const cell of cells) {
      if (cell.draw !== undefined) this.artifact(() => cell.draw?.(this.leftOf(x, cell), y + padding));
      const place = x;
      const struct = this.doc.struct(cell.tag, {}, () => this.print(cell, place, y + padding));
      if (cell.scope !== undefined) tellScope(struct, cell.scope);
      line.add(struct);
      x += cell.width;
    }
    line.end();
    // A cell longer than a page has gone on on others by itself.
    const end = this.doc.page === page ? y + height : this.doc.y + padding;
    this.underline(end);
    this.doc.y = end;
  }

  private repeat(head: readonly Cell[]): void {
    const padding = this.size * ROW_PADDING;
    const y = this.doc.y;
    const height = Math.max(...head.map((cell) => this.heightOf(cell))) + 2 * padding;
    this.artifact(() => {
      let x: number = MARGIN.side;
      for (const cell of head) {
        this.print(cell, x, y + padding);
        x += cell.width;
      }
    });
    this.underline(y + height);
    this.doc.y = y + height;
  }

  /** Text that is drawn beside begins where the drawing ends. */
  private insetOf({ draw }: Cell): number {
    return draw === undefined ? 0 : this.width * 0.26;
  }

  private leftOf(x: number, { align }: Cell): number {
    return align === 'right' ? x + this.size / 2 : x;
  }

  private textOptions(cell: Cell) {
    const { width, align = 'left' } = cell;
    return { width: width - this.size / 2 - this.insetOf(cell), align, lineGap: 0 };
  }

  private heightOf(cell: Cell): number {
    this.style({ bold: cell.tag === 'TH' });
    return this.doc.heightOfString(printable(cell.text) || ' ', this.textOptions(cell));
  }

  private print(cell: Cell, x: number, y: number): void {
    this.style({ bold: cell.tag === 'TH' });
    this.doc.text(printable(cell.text), this.leftOf(x, cell) + this.insetOf(cell), y, this.textOptions(cell));
  }

  private bar({ value, marks = [], tone = 'neutral' }: Bar, x: number, y: number, width: number): void {
    const height = this.size * BAR_HEIGHT;
    const top = y + this.size * 0.35;
    this.doc.rect(x, top, width, height).fill(COLOURS.track);
    if (value !== null && value > 0) {
      this.doc.rect(x, top, width * Math.min(1, value), height).fill(COLOURS[tone]);
    }
    for (const mark of marks) {
      this.doc
        .moveTo(x + width * mark, top - 2)
        .lineTo(x + width * mark, top + height + 2)
        .lineWidth(0.8)
        .stroke(COLOURS.mark);
    }
  }

  private underline(y: number): void {
    this.artifact(() => {
      this.doc
        .moveTo(MARGIN.side, y)
        .lineTo(MARGIN.side + this.width, y)
        .lineWidth(0.5)
        .stroke(COLOURS.line);
    });
  }

  /** What is drawn for the eye only. */
  private artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }
}

/** Which cells a header is of (PDF 32000-1, table 349); the types of the library do not know that an element has this. */
function tellScope(header: Struct, scope: 'Row' | 'Column'): void {
  const { data } = (header as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary;
  data.A = { O: 'Table', Scope: scope };
}

/** Without what no font shows: control characters, and those that turn the direction of what follows. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
