import { RequestMethod } from '@nestjs/common';
import {
  METHOD_METADATA,
  PATH_METADATA,
  RESPONSE_PASSTHROUGH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { IS_PUBLIC } from './public.decorator.js';
import { DEMAND, type Demand } from './require-permission.decorator.js';

/** What a route declares: `public`, what it demands, or nothing, which nobody gets past. */
export type Declaration = 'public' | Demand | null;

/** One route of one controller. */
export interface Route {
  readonly method: string;
  /** As Nest has it, such as `/api/v1/matches/:id`. */
  readonly path: string;
  /** `MatchesController.show`, for messages. */
  readonly place: string;
  readonly declaration: Declaration;
  /** It sends its answer itself (`@Res()`), before anything that follows the handler. */
  readonly answersItself: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- what Nest calls a class or a handler
type Declared = Function;

/** What the handler says, else what its controller says. Somebody who says both gets the narrower. */
export function declarationOf(handler: Declared, controller: Declared): Declaration {
  for (const target of [handler, controller]) {
    const demand = Reflect.getMetadata(DEMAND, target) as Demand | undefined;
    if (demand !== undefined) return demand;
    if (Reflect.getMetadata(IS_PUBLIC, target) === true) return 'public';
  }
  return null;
}

/** Every route of these controllers, from the metadata Nest itself reads; by path, then by method. */
export function routesOf(controllers: readonly Declared[]): readonly Route[] {
  return controllers
    .flatMap((controller) => handlersOf(controller).flatMap((name) => routesAt(controller, name)))
    .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
}

function handlersOf(controller: Declared): string[] {
  const names = new Set<string>();
  // Inherited handlers are routes too.
  for (
    let type: object = controller.prototype as object;
    type !== Object.prototype;
    type = prototypeOf(type)
  ) {
    for (const name of Object.getOwnPropertyNames(type)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}

const prototypeOf = (type: object) => Object.getPrototypeOf(type) as object;

function routesAt(controller: Declared, name: string): Route[] {
  const handler = (controller.prototype as Record<string, unknown>)[name];
  if (typeof handler !== 'function') return [];
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (method === undefined) return [];
  return pathsOf(controller).flatMap((prefix) =>
    pathsOf(handler).map((path) => ({
      method: RequestMethod[method],
      path: tidy(`/${prefix}/${path}`),
      place: `${controller.name}.${name}`,
      declaration: declarationOf(handler, controller),
      answersItself: answersItself(controller, name),
    })),
  );
}

const pathsOf = (target: Declared) =>
  [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();

const tidy = (path: string) => path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');

function answersItself(controller: Declared, name: string): boolean {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as object;
  return (
    Object.keys(args).some((key) => key.startsWith(`${RouteParamtypes.RESPONSE}:`)) &&
    Reflect.getMetadata(RESPONSE_PASSTHROUGH_METADATA, controller, name) !== true
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
