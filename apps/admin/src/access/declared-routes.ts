import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ACTIONS } from './actions.js';
import { type Route, routesOf } from './routes.js';

/** Routes are declared wrongly or not at all: a mistake in the code, found before anybody can make use of it. */
export class RouteDeclarationError extends Error {
  override readonly name = 'RouteDeclarationError';

  constructor(readonly mistakes: readonly string[]) {
    super(
      ['The service does not start, because of its routes:', ...mistakes.map((m) => `  ${m}`)].join('\n'),
    );
  }
}

/** Every route of the service. Refuses to start where one does not say who may use it, or how it is put on record. */
@Injectable()
export class DeclaredRoutes implements OnModuleInit {
  readonly #discovery: DiscoveryService;

  constructor(discovery: DiscoveryService) {
    this.#discovery = discovery;
  }

  get all(): readonly Route[] {
    return routesOf(this.#discovery.getControllers().flatMap(({ metatype }) => metatype ?? []));
  }

  /** @throws RouteDeclarationError naming every such route */
  onModuleInit(): void {
    const mistakes = this.all.flatMap((route) => {
      const mistake = mistakeOf(route);
      return mistake === null ? [] : [`${route.method} ${route.path} (${route.place}) ${mistake}`];
    });
    if (mistakes.length > 0) throw new RouteDeclarationError(mistakes);
  }
}

/** What is wrong with a declaration; null where nothing is. */
export function mistakeOf({ declaration, method, answersItself }: Route): string | null {
  if (declaration === null) return 'declares neither @RequirePermission(…) nor @Public().';
  if (declaration === 'public') return null;
  const { action } = declaration;
  const recording = ACTIONS[action];
  if (recording === 'answer' && method !== 'GET' && method !== 'HEAD') {
    return `changes something, and ${action} is recorded only afterwards: let it be recorded as "attempt" or "own".`;
  }
  if (recording !== 'attempt' && recording !== 'tally' && answersItself) {
    return `sends its answer by @Res(), before ${action} is on record: return the answer instead.`;
  }
  return null;
}
