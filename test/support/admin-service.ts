import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { DestinationStream } from 'pino';
import { ADMIN_FEATURES } from '../../apps/admin/src/admin-features.js';
import { createAdminApp } from '../../apps/admin/src/create-admin-app.js';
import { PrismaDatabase } from '../../apps/admin/src/persistence/prisma-database.js';
import { AdminClient } from './admin-client.js';
import { type AdminEnvironment, adminEnvironment, type AdminServiceOptions } from './admin-environment.js';

export interface InProcessOptions extends AdminServiceOptions {
  /** Where the log goes; LOG_LEVEL is `silent` unless `env` says otherwise. */
  readonly log?: DestinationStream;
  /** What keys expire by. @default the system's */
  readonly clock?: Clock;
  /** Modules beside those of the service, such as `PersonsModule`. */
  readonly modules?: NonNullable<ModuleMetadata['imports']>;
}

/** The whole service in this process, on a port and a database of its own. */
export class AdminService extends AdminClient {
  private running: NestFastifyApplication | undefined;
  private port = '0';

  private constructor(
    private readonly environment: AdminEnvironment,
    private readonly log: DestinationStream | undefined,
    private readonly clock: Clock | undefined,
    private readonly modules: NonNullable<ModuleMetadata['imports']>,
  ) {
    super(() => `http://127.0.0.1:${this.port}`, environment.sandbox);
  }

  static async start({ log, clock, modules = [], ...options }: InProcessOptions = {}): Promise<AdminService> {
    const service = new AdminService(await adminEnvironment(options), log, clock, modules);
    await service.boot();
    return service;
  }

  get app(): NestFastifyApplication {
    if (this.running === undefined) throw new Error('the service is not running');
    return this.running;
  }

  /** What it was started with. */
  get env(): Readonly<Record<string, string>> {
    return this.environment.env;
  }

  /** One statement on the database the service has open. */
  query<Row = Record<string, unknown>>(sql: string): Promise<Row[]> {
    return this.app.get(PrismaDatabase).client.$queryRawUnsafe<Row[]>(sql);
  }

  /** Stops and starts again, on the same data and the same port; with other variables where they are given. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.app.close();
    await this.boot(env);
  }

  async close(): Promise<void> {
    await this.running?.close();
    await this.environment.dispose();
  }

  private async boot(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.running = await createAdminApp({
      env: { ...this.environment.env, PORT: this.port, ...env },
      modules: [...ADMIN_FEATURES, ...this.modules],
      logDestination: this.log,
      clock: this.clock,
    });
    await this.running.listen(Number(this.port), '127.0.0.1');
    this.port = String((this.running.getHttpServer().address() as { port: number }).port);
  }
}
