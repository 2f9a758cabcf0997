import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { AdminConfig } from './admin-config.js';
import { AdminSecrets } from './admin-secrets.js';
import { resolveSecrets } from './local-secrets.js';
import { readEnvironment } from './read-environment.js';

export interface ConfigurationSources {
  /** The variables; they win over the file. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A file of `NAME=value` lines, read when it exists; undefined reads none. */
  readonly envFile?: string | undefined;
}

/** What is known before Nest starts: the logger and the HTTP server are made from it. */
export interface Configuration {
  readonly config: AdminConfig;
  readonly secrets: AdminSecrets;
}

/** Makes {@link AdminConfig} and {@link AdminSecrets} injectable everywhere. */
@Module({})
export class AdminConfigModule {
  /**
   * @throws ConfigurationError naming every mistake at once
   */
  static async forRoot(sources: ConfigurationSources): Promise<DynamicModule & Configuration> {
    let read: AdminConfig | undefined;
    const source = await ConfigModule.forRoot({
      // The variables are handed in, so that several services with different ones fit in one process.
      ignoreEnvVars: true,
      skipProcessEnv: true,
      ignoreEnvFile: sources.envFile === undefined,
      ...(sources.envFile === undefined ? {} : { envFilePath: sources.envFile }),
      // Nested on purpose: @nestjs/config copies top-level text into process.env, secrets included.
      validate: (file) => ({ admin: (read = readEnvironment({ ...file, ...sources.env })) }),
    });
    const config = read ?? readEnvironment(sources.env);
    const secrets = await resolveSecrets(config);
    return {
      module: AdminConfigModule,
      global: true,
      imports: [source],
      providers: [
        { provide: AdminConfig, useValue: config },
        { provide: AdminSecrets, useValue: secrets },
      ],
      exports: [AdminConfig, AdminSecrets],
      config,
      secrets,
    };
  }
}
