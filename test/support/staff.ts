import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../../apps/admin/src/clock.module.js';
import { InvitationsService } from '../../apps/admin/src/people/invitations.service.js';
import { totpAt } from '../../apps/admin/src/people/totp.js';
import type { Answer } from './admin-client.js';
import type { AdminService } from './admin-service.js';
import { ShiftedClock } from './shifted-clock.js';

export const PASSWORD = 'four unrelated words here';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** The browser of somebody of the staff, on our own pages: it keeps cookies, and says where it is. */
export class StaffBrowser {
  readonly cookies = new Map<string, string>();
  /** The `Set-Cookie` headers it has had. */
  readonly given: string[] = [];

  constructor(
    readonly service: AdminService,
    /** What it says of where it is. */
    readonly headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' },
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get session(): string | undefined {
    return this.cookies.get('admin-session');
  }

  async call(method: string, path: string, json?: unknown): Promise<Answer> {
    const answer = await this.service.call(method, path, {
      ...{ anonymous: true, headers: { ...this.headers, ...(this.cookie && { cookie: this.cookie }) } },
      ...(json === undefined ? {} : { json }),
    });
    this.take(answer.headers['set-cookie']);
    return answer;
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, json: unknown = {}) => this.call('POST', path, json);

  /** @param header as the client has it: several, joined by commas */
  private take(header = ''): void {
    for (const [cookie] of header.matchAll(/[\w-]+=[^;,]*(?:;[^,;]*(?:Expires=\w+, [^;,]*)?)*/g)) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.given.push(cookie);
      if (/Max-Age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** Somebody of the staff, with an authenticator app. */
export class Staff {
  id = '';
  backupCodes: readonly string[] = [];
  private secret = '';
  private used = 0;

  constructor(
    readonly browser: StaffBrowser,
    readonly email: string,
    readonly password = PASSWORD,
  ) {}

  /** The app's next code: each is good once, so that it may take waiting for the next half minute. */
  code(): string {
    const clock = this.browser.service.app.get<Clock>(CLOCK, { strict: false });
    const step = Math.floor(clock.now() / STEP_MS);
    const next = Math.max(step, this.used + 1);
    if (clock instanceof ShiftedClock) clock.forward((next - step) * STEP_MS);
    this.used = next;
    return totpAt(this.secret, next * STEP_MS);
  }

  /** Puts the secret into the app. */
  enrol(secret: string): void {
    this.secret = decoded(secret);
  }

  /** Uses a link: the page opens it, the app takes the secret, and a code proves it. */
  async accept(link: string, name = 'Somebody', first = false): Promise<Answer> {
    const token = link.split('#invite=')[1];
    const email = first ? { email: this.email } : {};
    const opened = await this.browser.post('/api/v1/auth/invitation', { token, ...email });
    if (opened.status !== 200) return opened;
    this.enrol(opened.body.secret);
    const answer = await this.browser.post('/api/v1/auth/invitation/accept', {
      ...{ token, ...email, name, password: this.password, code: this.code() },
    });
    this.backupCodes = answer.body?.backupCodes ?? [];
    if (answer.status === 200) this.id = (await this.browser.get('/api/v1/me')).body.id;
    return answer;
  }

  begin(browser = this.browser, password = this.password): Promise<Answer> {
    return browser.post('/api/v1/auth/sign-in', { email: this.email, password });
  }

  /** Password and code, in a browser of its own unless told otherwise. */
  async signIn(browser = new StaffBrowser(this.browser.service)): Promise<StaffBrowser> {
    const begun = await this.begin(browser);
    const coded = await browser.post('/api/v1/auth/code', { code: this.code() });
    if (begun.status !== 200 || coded.status !== 200) {
      throw new Error(`no sign-in: ${begun.text} ${coded.text}`);
    }
    return browser;
  }
}

/** The first administrator, by the link of the start. */
export async function firstAdmin(service: AdminService, email = 'first@bank.example'): Promise<Staff> {
  const link = await service.app.get(InvitationsService, { strict: false }).first();
  if (link === null) throw new Error('somebody has come in already');
  const admin = new Staff(new StaffBrowser(service), email);
  const { status, text } = await admin.accept(link, 'First Admin', true);
  if (status !== 200) throw new Error(text);
  return admin;
}

/** Invited by the bootstrap key, and come in. */
export async function staffOf(
  service: AdminService,
  roles: readonly string[],
  email = `${roles.join('-')}@bank.example`,
): Promise<Staff> {
  const invited = await service.post('/api/v1/people', { email, name: `A ${roles[0]}`, roles });
  if (invited.status !== 201) throw new Error(invited.text);
  const staff = new Staff(new StaffBrowser(service), email);
  const { status, text } = await staff.accept(invited.body.invitation, `A ${roles[0]}`);
  if (status !== 200) throw new Error(text);
  return staff;
}

/** Base 32, as people type it. */
function decoded(text: string): string {
  let bits = '';
  for (const letter of text) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  return (bits.match(/.{8}/g) ?? []).map((byte) => String.fromCharCode(parseInt(byte, 2))).join('');
}
