import { inspect } from 'node:util';
import type { LogLevel } from './environment.js';
import type { EvidenceSigningKey, MasterKey } from './environment.values.js';

/** How to reach the real DQE; what `libs/dqe-idmobile` wants to know. */
export interface DqeConfig {
  readonly baseUrl: string;
  readonly licence: string;
  readonly clientSecret: string;
  readonly partnerName: string;
}

/** The OpenID provider people may sign in by. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim whose values are roles; undefined: who was invited keeps the roles given here. */
  readonly rolesClaim: string | undefined;
}

/** How what many ask for at the same time is written by one statement. */
export interface GroupCommitConfig {
  /** In one statement, at most; 1: each on its own. */
  readonly most: number;
  /** Milliseconds the first waits for others; 0: for nobody, but what comes while the statements before it run goes together. */
  readonly waitMs: number;
  /** Statements at a time. */
  readonly atOnce: number;
}

/** The secrets the environment holds; what is missing is generated under `dataDir` outside production. */
export interface ConfiguredSecrets {
  readonly masterKeys?: readonly MasterKey[];
  /** Where they are instead, such as a mounted secret. */
  readonly masterKeysFile?: string;
  /** The first signs, the others cosign. */
  readonly evidenceSigningKeys?: readonly EvidenceSigningKey[];
  readonly authSecret?: string;
  /** null: switched off. */
  readonly bootstrapApiKey?: string | null;
}

export interface AdminSettings {
  readonly production: boolean;
  readonly host: string;
  /** 0 takes any free port; see `PublicUrl` for the address that results. */
  readonly port: number;
  /** Where browsers reach the service, without a trailing slash; undefined: `http://localhost:PORT`. */
  readonly publicUrl: string | undefined;
  /** Whose X-Forwarded-For is believed: so many proxies, or these addresses and networks; undefined: nobody's. */
  readonly trustProxy: number | readonly string[] | undefined;
  /** A PostgreSQL address; undefined: the embedded database under `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** How many connections to a server this process may have. */
  readonly databaseConnections: number;
  /** Absolute path. */
  readonly dataDir: string;
  /** undefined: the sandbox is started along. */
  readonly dqe: DqeConfig | undefined;
  readonly dqeCodeName: string | undefined;
  readonly dqeHttpMethod: 'GET' | 'POST';
  /** Milliseconds. */
  readonly dqeTimeoutMs: number;
  /** Further attempts of a call that failed; 0 for none. */
  readonly dqeRetries: number;
  readonly dqeCircuitBreaker: boolean;
  /** Calls to DQE at a time; 0 for no limit. */
  readonly dqeConcurrency: number;
  /** Calls to DQE that may wait for a place; 0 for none. */
  readonly dqeQueue: number;
  /** How the writes of matches under way at the same time go together. */
  readonly groupCommit: GroupCommitConfig;
  /** Requests a minute per key; 0 for none. */
  readonly rateLimit: number;
  /** After how many minutes without a request a session ends. */
  readonly sessionIdleMinutes: number;
  /** After how many hours a session ends in any case. */
  readonly sessionHours: number;
  /** undefined: people sign in by password only. */
  readonly oidc: OidcConfig | undefined;
  readonly logLevel: LogLevel;
  /** Origins a `returnUrl` may have; undefined: our own only (see `PublicUrl.returnOrigins`). */
  readonly returnUrlOrigins: readonly string[] | undefined;
  /** Whether webhooks may go to this machine; never in production. */
  readonly webhookAllowLoopback: boolean;
  /** Folders and addresses checkpoints are copied to, beside a file under `dataDir`. May hold secrets. */
  readonly evidenceMirrors: readonly string[];
  readonly secrets: ConfiguredSecrets;
}

/**
 * Everything the environment says, validated and frozen; also the token it is injected by.
 * Printing or serializing it leaves out whatever may be secret.
 */
export class AdminConfig implements AdminSettings {
  declare readonly production: boolean;
  declare readonly host: string;
  declare readonly port: number;
  declare readonly publicUrl: string | undefined;
  declare readonly trustProxy: number | readonly string[] | undefined;
  declare readonly databaseUrl: string | undefined;
  declare readonly databaseConnections: number;
  declare readonly dataDir: string;
  declare readonly dqe: DqeConfig | undefined;
  declare readonly dqeCodeName: string | undefined;
  declare readonly dqeHttpMethod: 'GET' | 'POST';
  declare readonly dqeTimeoutMs: number;
  declare readonly dqeRetries: number;
  declare readonly dqeCircuitBreaker: boolean;
  declare readonly dqeConcurrency: number;
  declare readonly dqeQueue: number;
  declare readonly groupCommit: GroupCommitConfig;
  declare readonly rateLimit: number;
  declare readonly sessionIdleMinutes: number;
  declare readonly sessionHours: number;
  declare readonly oidc: OidcConfig | undefined;
  declare readonly logLevel: LogLevel;
  declare readonly returnUrlOrigins: readonly string[] | undefined;
  declare readonly webhookAllowLoopback: boolean;
  declare readonly evidenceMirrors: readonly string[];
  declare readonly secrets: ConfiguredSecrets;

  constructor(settings: AdminSettings) {
    Object.assign(this, settings);
    Object.freeze(this.secrets);
    Object.freeze(this.dqe);
    Object.freeze(this.oidc);
    Object.freeze(this.groupCommit);
    Object.freeze(this.returnUrlOrigins);
    Object.freeze(this.evidenceMirrors);
    Object.freeze(this);
  }

  /** True when no DQE_BASE_URL is set: a DQE look-alike runs in this process. */
  get sandbox(): boolean {
    return this.dqe === undefined;
  }

  toJSON(): object {
    return {
      ...Object.fromEntries(Object.entries(this)),
      secrets: undefined,
      evidenceMirrors: this.evidenceMirrors.length,
      dqe: this.dqe && { baseUrl: this.dqe.baseUrl },
      oidc: this.oidc && { issuer: this.oidc.issuer },
      databaseUrl: this.databaseUrl && '[set]',
    };
  }

  [inspect.custom](): object {
    return this.toJSON();
  }
}
