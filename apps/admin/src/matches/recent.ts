/** What was looked up last: bounded, the oldest goes first. Only for what is checked again where it matters. */
export class Recent {
  readonly #values = new Map<string, string>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (oldest !== undefined && this.#values.size > this.most) this.#values.delete(oldest);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}
