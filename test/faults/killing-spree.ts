import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminEnvironment } from '../support/admin-environment.js';
import { Audit } from './audit.js';
import { Caller } from './call.js';
import { Chance } from './chance.js';
import { EvidenceAudit } from './evidence-audit.js';
import type { Kill } from './kill-plan.js';
import { Life } from './killable-service.js';
import type { KillOrder } from './kill-points.js';
import type { Ledger } from './ledger.js';
import { Load } from './load.js';
import type { Partner } from './partner.js';
import { anHourPasses } from './time-passes.js';
import { WebhookAudit } from './webhook-audit.js';

/** How long the load may take to pass a point; a consent that nobody finishes is over after 12 s and a sweep. */
const PASSES_WITHIN_MS = 60_000;
/** Load is chance: how many processes may live through it without passing a point before the point counts as missed. */
const LIVES_PER_POINT = 3;
/** What the issue allows from recovery to the end of every match. */
export const RECOVERY_MS = 30_000;
/** Seconds of backlog at most, once everything is due: the housekeeping looks every 15 s. */
const TOLD_WITHIN_MS = 90_000;
/** Kills between two audits. */
const BATCH = 15;
const CALLERS = 12;

export interface SpreeResult {
  /** How often a process died at each point; `starting` and `running` have no name. */
  readonly kills: Readonly<Record<string, number>>;
  /** Points that were not reached. */
  readonly missed: readonly string[];
  readonly findings: readonly string[];
  /** Of the audit of what the partner was told. */
  readonly untrue: readonly string[];
  /** Webhooks that arrived, repetitions among them. */
  readonly webhooks: number;
  readonly repeated: number;
  readonly tellingMs: number;
  readonly matches: number;
  readonly acknowledged: number;
  readonly audited: number;
  /** The most requests to DQE for one number. */
  readonly mostAsked: number;
  readonly slowestRecoveryMs: number;
  /** Of the audit of the evidence log. */
  readonly unproven: readonly string[];
  /** Events in the log, and checkpoints of it, that were audited. */
  readonly leaves: number;
  readonly checkpoints: number;
  readonly slowestLoggingMs: number;
  readonly problems: Readonly<Record<string, number>>;
  readonly output: string;
}

/** Kills the service again and again, under load, and audits it from outside. */
export class KillingSpree {
  private readonly caller = new Caller();
  private readonly audit: Audit;
  private readonly evidence: EvidenceAudit;
  private readonly unproven: string[] = [];
  private slowestLoggingMs = 0;
  private readonly alive = new Map<Life, string>();
  private readonly lives: Life[] = [];
  private readonly kills: Record<string, number> = {};
  private readonly missed: string[] = [];
  private readonly findings: string[] = [];
  private readonly chance: Chance;
  private readonly untrue: string[] = [];
  private slowestRecoveryMs = 0;
  private tellingMs = 0;

  /**
   * @param partner is told of everything by webhooks
   * @param ledger the one the sandbox of the environment tells of its calls
   */
  constructor(
    private readonly environment: AdminEnvironment,
    private readonly ledger: Ledger,
    private readonly partner: Partner,
    seed: number,
  ) {
    this.audit = new Audit(this.caller, ledger);
    this.chance = new Chance(seed);
    this.evidence = new EvidenceAudit(this.caller, environment.env['DATA_DIR'] ?? '');
    this.evidence.follow(() => [...this.alive.values()][0] ?? null);
  }

  /** One process at a time: each is started to die. */
  async alone(plan: readonly Kill[]): Promise<SpreeResult> {
    await this.end(await this.introduced());
    for (let i = 0; i < plan.length; i += BATCH) {
      const load = this.load();
      for (const kill of plan.slice(i, i + BATCH)) await this.die(kill);
      const life = await this.begin();
      await this.recovered(load);
      await this.end(life);
    }
    await this.told();
    await this.evidence.stop();
    return this.result();
  }

  /** Two on one database: one dies while the other goes on, and takes over what was left. */
  async inTurns(plan: readonly Kill[]): Promise<SpreeResult> {
    let other = await this.introduced();
    for (let i = 0; i < plan.length; i += BATCH) {
      const load = this.load();
      for (const kill of plan.slice(i, i + BATCH)) {
        if (kill.how !== 'running') {
          await this.die(kill);
          continue;
        }
        const next = await this.begin();
        await sleep(kill.afterMs);
        await this.end(other);
        this.counted('running');
        other = next;
      }
      await this.recovered(load);
    }
    await this.end(other);
    await this.told();
    await this.evidence.stop();
    return this.result();
  }

  /** A process that knows the partner, before there is anything to tell. */
  private async introduced(): Promise<Life> {
    const life = await this.begin();
    await this.partner.register(this.caller, this.alive.get(life)!);
    return life;
  }

  /** With everything on record and nobody alive: what a next process, much later, still tells the partner. */
  private async told(): Promise<void> {
    await anHourPasses(this.environment.database);
    const life = await this.begin();
    const url = this.alive.get(life)!;
    const audit = new WebhookAudit(this.caller, this.partner);
    const { subjects } = this.audit;
    this.tellingMs = await audit.allTold(url, subjects, TOLD_WITHIN_MS);
    this.untrue.push(...(await audit.findings(url, subjects)));
    await this.end(life);
  }

  private load(): Load {
    const url = () => {
      const urls = [...this.alive.values()];
      return urls[this.chance.whole(0, urls.length - 1)] ?? null;
    };
    const { caller, ledger, chance } = this;
    return new Load({ caller, url, ledger, chance, sandbox: this.environment.sandbox }).start(CALLERS);
  }

  private async die(kill: Kill): Promise<void> {
    if (kill.how === 'named') return this.dieAt(kill.order);
    const life = this.start(null);
    if (kill.how === 'running') await life.listening;
    await sleep(kill.afterMs);
    await this.end(life);
    this.counted(kill.how);
  }

  private async dieAt(order: KillOrder, lives = LIVES_PER_POINT): Promise<void> {
    const life = this.start(order);
    const { name, provoke } = order;
    if (provoke !== undefined) void life.listening.then(() => sleep(500)).then(() => life.signal(provoke));
    const late = new AbortController();
    await Promise.race([life.ended, sleep(PASSES_WITHIN_MS, null, late)]);
    late.abort();
    await this.end(life);
    const { at, code, signal } = await life.ended;
    if (at === name) this.counted(name);
    else if (lives > 1) await this.dieAt(order, lives - 1);
    else this.missed.push(`${name} (ended ${code ?? signal}): ${life.output.slice(0, 500)}`);
  }

  private counted(how: string): void {
    this.kills[how] = (this.kills[how] ?? 0) + 1;
  }

  private start(order: KillOrder | null): Life {
    const life = new Life(this.environment.env, order);
    this.lives.push(life);
    void life.listening.then((url) => url !== null && this.alive.set(life, url));
    void life.ended.then(() => this.alive.delete(life));
    return life;
  }

  /** A process that nobody told to die. */
  private async begin(): Promise<Life> {
    const life = this.start(null);
    if ((await life.listening) === null) throw new Error(`the service did not start: ${life.output}`);
    return life;
  }

  private async end(life: Life): Promise<void> {
    this.alive.delete(life);
    life.signal('SIGKILL');
    await life.ended;
  }

  /** From now on nothing dies: everything has to come to its end, and to have been kept. */
  private async recovered(load: Load): Promise<void> {
    const from = Date.now();
    const [url] = [...this.alive.values()];
    if (url === undefined) throw new Error('nobody is alive to be audited');
    await load.stop();
    const left = RECOVERY_MS - (Date.now() - from);
    await this.audit.allEnded(url, left);
    this.slowestRecoveryMs = Math.max(this.slowestRecoveryMs, Date.now() - from);
    this.findings.push(...(await this.audit.findings(url)));
    this.slowestLoggingMs = Math.max(this.slowestLoggingMs, await this.evidence.allLogged(url, RECOVERY_MS));
    this.unproven.push(...(await this.evidence.findings(url)));
  }

  private result(): SpreeResult {
    this.caller.close();
    const { kills, missed, findings, untrue, ledger, slowestRecoveryMs, tellingMs } = this;
    const { unproven, slowestLoggingMs, evidence } = this;
    const { heard } = this.partner;
    return {
      ...{ kills, missed, findings, untrue, slowestRecoveryMs, tellingMs },
      ...{ unproven, slowestLoggingMs, leaves: evidence.audited, checkpoints: evidence.checkpoints },
      webhooks: heard.length,
      repeated: heard.length - new Set(heard.map(({ id }) => id)).size,
      matches: ledger.entries.size,
      acknowledged: ledger.acknowledged,
      audited: this.audit.audited,
      mostAsked: Math.max(0, ...ledger.asked.values()),
      problems: Object.fromEntries(ledger.problems),
      output: this.lives.map(({ output }) => output).join(''),
    };
  }
}
