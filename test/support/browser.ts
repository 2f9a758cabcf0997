import type { AdminClient, Answer } from './admin-client.js';

/** A customer's browser, as far as it matters: it keeps the cookies it is given, and follows nothing by itself. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly service: AdminClient) {}

  /** The `Cookie` header it sends; undefined where it has none. */
  get header(): string | undefined {
    return this.cookies.size === 0
      ? undefined
      : [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** @param address absolute, or a path of the service */
  async open(address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { pathname, search } = new URL(address, this.service.url);
    const cookie = this.header;
    const answer = await this.service.comeBack(pathname + search, {
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    });
    const [, name = '', value = '', attributes = ''] =
      /^([^=;]+)=([^;]*)(.*)$/.exec(answer.headers['set-cookie'] ?? '') ?? [];
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else if (name !== '') this.cookies.set(name, value);
    return answer;
  }
}
