import { AdminService } from '../support/admin-service.js';
import { keyWith } from '../support/keys.js';
import { type Staff, staffOf } from '../support/staff.js';

let service: AdminService;
let auditor: Staff;
beforeAll(async () => {
  service = await AdminService.start();
  auditor = await staffOf(service, ['auditor']);
});
afterAll(() => service.close());

const NOBODY = '019a0000-0000-7000-8000-000000000001';

it('tells what people and keys are called, and says nothing of who is not there', async () => {
  const { id } = await keyWith(service, ['matches:read'], 'shop');
  const { status, body } = await auditor.browser.get(
    `/api/v1/actors?ids=${[auditor.id, id.toUpperCase(), NOBODY, id].join(',')}`,
  );
  expect(status).toBe(200);
  expect(body.items).toEqual([
    { kind: 'person', id: auditor.id, name: 'A auditor' },
    { kind: 'key', id, name: expect.any(String) },
  ]);
});

it('tells a key of keys of its application only, and of no people', async () => {
  const own = await keyWith(service, ['actors:read'], 'shop');
  const other = await keyWith(service, ['matches:read'], 'bank');
  const path = `/api/v1/actors?ids=${auditor.id},${own.id},${other.id}`;
  const { body } = await service.get(path, { key: own.key });
  expect(body.items.map(({ id }: { id: string }) => id)).toEqual([own.id]);
});

it.each(['', 'x', `${NOBODY},`, Array.from({ length: 101 }, () => NOBODY).join(',')])(
  'refuses what is no list of ids (%#), and says what would be one',
  async (ids) => {
    const { status, body } = await auditor.browser.get(`/api/v1/actors?ids=${ids}`);
    expect([status, body.errors]).toEqual([
      400,
      [{ field: 'ids', problem: 'is not a list of ids', remedy: expect.stringContaining('up to 100') }],
    ]);
  },
);
