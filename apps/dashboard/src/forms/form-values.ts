/** What somebody filled in, read by the names of the fields. Blank counts as not given. */
export class FormValues {
  readonly #data: FormData;

  constructor(form: HTMLFormElement) {
    this.#data = new FormData(form);
  }

  text(name: string): string | undefined {
    const value = this.#data.get(name);
    const trimmed = typeof value === 'string' ? value.trim() : '';
    return trimmed === '' ? undefined : trimmed;
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  /** A day, or a moment as its field has it: in local time. */
  instant(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const time = new Date(text);
    return Number.isNaN(time.getTime()) ? text : time.toISOString();
  }

  checked(name: string): boolean {
    return this.#data.has(name);
  }

  all(name: string): string[] {
    return this.#data.getAll(name).map(String);
  }
}
