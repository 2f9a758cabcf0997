import type { PrismaSettings } from './prisma-settings.js';
import { ServiceSettings } from './service-settings.js';
import type { Settings } from './settings-record.js';

const settings = (approvalHours: number): Settings => ({
  ...{ fourEyes: [], approvalHours },
  probing: { enabled: true, windowMinutes: 60, maxIdentities: 5, maxClimbs: 3, throttleMinutes: 60 },
});

function make() {
  const world = { now: 1_000_000, hours: 24, reads: 0, away: false };
  const read = () => {
    world.reads += 1;
    return world.away ? Promise.reject(new Error('away')) : Promise.resolve(settings(world.hours));
  };
  const clock = { now: () => world.now, sleep: () => Promise.resolve() };
  return { world, service: new ServiceSettings({ read } as unknown as PrismaSettings, clock) };
}

describe('what is set', () => {
  it('is read once for many, and again after two seconds', async () => {
    const { world, service } = make();
    await Promise.all([service.current(), service.current(), service.current()]);
    expect(world.reads).toBe(1);
    world.hours = 48;
    world.now += 1_999;
    expect((await service.current()).approvalHours).toBe(24);
    world.now += 1;
    expect((await service.current()).approvalHours).toBe(48);
  });

  it('holds at once where it was changed here', async () => {
    const { world, service } = make();
    await service.current();
    world.hours = 48;
    service.forget();
    expect((await service.current()).approvalHours).toBe(48);
  });

  it('is read anew where that matters', async () => {
    const { world, service } = make();
    await service.current();
    world.hours = 48;
    expect((await service.read()).approvalHours).toBe(48);
  });

  it('is asked for again after a failure, and after the clock was set back', async () => {
    const { world, service } = make();
    world.away = true;
    await expect(service.current()).rejects.toThrow('away');
    world.away = false;
    expect((await service.current()).approvalHours).toBe(24);
    world.now -= 60_000;
    await service.current();
    expect(world.reads).toBe(3);
  });
});
