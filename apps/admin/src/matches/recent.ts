/** What was looked up last: bounded, the oldest goes first. Only for what is checked again where it matters. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (oldest !== undefined && this.#values.size > this.most) this.#values.delete(oldest);
  }

  delete(key: string): void {
    this.#values.delete(key);
  }
}
