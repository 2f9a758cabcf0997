import { AdminService } from '../support/admin-service.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { Staff, StaffBrowser } from '../support/staff.js';

const YEAR_MS = 365 * 24 * 3_600_000;

let service: AdminService;
const clock = new ShiftedClock();
beforeAll(async () => {
  service = await AdminService.start({ clock });
});
afterAll(() => service.close());

const invited = async (email: string, password: string) => {
  const { body } = await service.post('/api/v1/people', { email, name: 'Anna', roles: ['viewer'] });
  const staff = new Staff(new StaffBrowser(service), email, password);
  return { staff, joined: await staff.accept(body.invitation, 'Somebody') };
};

/** 128 characters, of all kinds. */
const LONG = ` Aé"'\\\u4e2d<%00>`.padEnd(127, 'xY 7') + 'Z';

it('a password of 128 characters is taken exactly as typed', async () => {
  expect(LONG).toHaveLength(128);
  const { staff, joined } = await invited('long@bank.example', LONG);
  expect(joined.status).toBe(200);
  for (const other of [LONG.slice(0, 127), LONG.slice(0, 72), LONG.trimStart(), LONG.toLowerCase()]) {
    expect((await staff.begin(new StaffBrowser(service), other)).body.code).toBe('wrong_credentials');
  }
  expect((await staff.begin(new StaffBrowser(service))).status).toBe(200);
});

it('a longer one is refused, not cut', async () => {
  const { joined } = await invited('longer@bank.example', `${LONG}!`);
  expect([joined.status, joined.body.errors[0].field]).toEqual([400, 'password']);
});

it('a password lasts until another is chosen', async () => {
  const { staff } = await invited('old@bank.example', 'violet umbrella canyon');
  clock.forward(10 * YEAR_MS);
  const browser = await staff.signIn();
  expect((await browser.get('/api/v1/me')).body.email).toBe('old@bank.example');
});

it('backup codes are ten of 31 letters and digits, and no two are alike', async () => {
  const { staff } = await invited('codes@bank.example', 'violet umbrella canyon');
  expect(new Set(staff.backupCodes).size).toBe(10);
  for (const code of staff.backupCodes) expect(code).toMatch(/^[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}$/);
});

it('fields for passwords are masked, named for password managers, and may be pasted into', async () => {
  const page = (await service.get('/sign-in', { anonymous: true })).text;
  const fields = [...page.matchAll(/<input[^>]*name="password"[^>]*>/g)].map(([field]) => field);
  expect(fields).toHaveLength(2);
  for (const field of fields) {
    expect(field).toContain('type="password"');
    expect(field).toMatch(/autocomplete="(current|new)-password"/);
    expect(field).not.toMatch(/maxlength|readonly/);
  }
  expect((await service.get('/sign-in.js', { anonymous: true })).text).not.toMatch(/paste|keydown|\.type =/);
});
