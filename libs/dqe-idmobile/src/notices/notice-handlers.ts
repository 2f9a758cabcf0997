import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

import { DqeNoticeHandlerError, type FieldProblem } from '../errors/dqe-errors.js';
import type { MatchNotice, MatchNoticeType } from './match-notice.js';
import { noticesOf, type WantedNotice } from './on-match.decorators.js';

type Host = ReturnType<DiscoveryService['getProviders']>[number];

/** One decorated method of one instance. */
export interface FoundHandler {
  /** `Class.method`, for the log. */
  readonly name: string;
  /** See `NoticeOptions`. */
  readonly selective: boolean;
  readonly handle: (notice: MatchNotice) => Promise<void>;
}

/** The methods of this application that want to be told of matches. */
@Injectable()
export class NoticeHandlers implements OnModuleInit {
  private readonly scanner = new MetadataScanner();
  private readonly byType = new Map<MatchNoticeType, FoundHandler[]>();

  constructor(private readonly discovery: DiscoveryService) {}

  /**
   * By now every instance is there, and nothing that was left behind has been settled yet.
   * @throws DqeNoticeHandlerError naming every handler that could not be called
   */
  onModuleInit(): void {
    const hosts = [...this.discovery.getProviders(), ...this.discovery.getControllers()];
    const problems = hosts.flatMap((host) => this.problemsOf(host));
    if (problems.length > 0) throw new DqeNoticeHandlerError(problems);
    // One instance may be provided under several tokens.
    for (const instance of new Set(hosts.map(({ instance }) => instance as unknown))) this.register(instance);
  }

  /** What there is a handler for. */
  get types(): readonly MatchNoticeType[] {
    return [...this.byType.keys()];
  }

  of(type: MatchNoticeType): readonly FoundHandler[] {
    return this.byType.get(type) ?? [];
  }

  /** An instance per request, or per user, is none that a notice could be brought to. */
  private problemsOf(host: Host): FieldProblem[] {
    if (host.isDependencyTreeStatic() && !host.isTransient) return [];
    const prototype = (host.metatype as { prototype?: unknown } | null)?.prototype;
    return this.decorated(prototype).map(([method]) => ({
      field: `${String(host.name)}.${method}`,
      problem: host.isTransient ? 'its provider is transient' : 'its provider is request-scoped',
      remedy: 'move it to a provider of the default scope, which does not depend on a request-scoped one',
    }));
  }

  private register(instance: unknown): void {
    if (typeof instance !== 'object' || instance === null) return;
    const host = instance as Record<string, (notice: MatchNotice) => unknown>;
    for (const [method, wanted] of this.decorated(Object.getPrototypeOf(instance))) {
      const name = `${instance.constructor.name}.${method}`;
      const handle = async (notice: MatchNotice): Promise<void> => {
        await host[method]?.(notice);
      };
      for (const { type, selective } of wanted) {
        this.byType.set(type, [...this.of(type), { name, selective, handle }]);
      }
    }
  }

  private decorated(prototype: unknown): [method: string, wanted: readonly WantedNotice[]][] {
    if (typeof prototype !== 'object' || prototype === null) return [];
    return this.scanner
      .getAllMethodNames(prototype)
      .map((method): [string, readonly WantedNotice[]] => [method, noticesOf(prototype, method)])
      .filter(([, wanted]) => wanted.length > 0);
  }
}
