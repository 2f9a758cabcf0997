import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminConfigModule } from './admin-config.module.js';

describe('AdminConfigModule.forRoot', () => {
  it('reads the file, lets variables win over it, and leaves process.env alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'admin-env-'));
    const envFile = join(folder, '.env');
    const before = { ...process.env };
    await writeFile(envFile, 'PORT=4001\nRATE_LIMIT=7\nAUTH_SECRET=0123456789abcdef0123456789abcdef\n');
    const { config, secrets } = await AdminConfigModule.forRoot({
      env: { PORT: '4002', DATA_DIR: folder },
      envFile,
    });
    expect(config).toMatchObject({ port: 4002, rateLimit: 7 });
    expect(secrets.authSecret).toBe('0123456789abcdef0123456789abcdef');
    expect({ ...process.env }).toEqual(before);
    await rm(folder, { recursive: true });
  });

  it('does without the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'admin-env-'));
    const { config } = await AdminConfigModule.forRoot({
      env: { DATA_DIR: folder },
      envFile: join(folder, 'absent'),
    });
    expect(config.port).toBe(3000);
    await rm(folder, { recursive: true });
  });
});
