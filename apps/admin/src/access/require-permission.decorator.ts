import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import type { RouteAction } from './actions.js';
import type { Permission } from './permissions.js';

export const DEMAND = 'admin:demand';

/** What a route asks of its callers, and what it is called on record. */
export interface Demand {
  readonly permission: Permission;
  readonly action: RouteAction;
}

/**
 * Only who has `permission` gets through, and every attempt is on record as `action`. On a route, or on a controller
 * for all its routes that do not say otherwise. A route with neither this nor `@Public()` keeps the service from
 * starting.
 */
export const RequirePermission = (permission: Permission, action: RouteAction) =>
  applyDecorators(SetMetadata(DEMAND, { permission, action } satisfies Demand), ApiProblems(401, 403));
