import { validate as isUuid } from 'uuid';
import { Problem } from '../http/problem.js';
import type { AddressRules } from './public-address.js';
import { problemOfEndpointUrl } from './endpoint-url.js';
import { MOST_ENDPOINTS } from './webhook-endpoints.service.js';

/** @throws Problem it is no id */
export function checkedId(id: string): string {
  if (isUuid(id)) return id;
  throw Problem.ofField('id', 'is not an id', 'Send an id as this service gave it: a UUID.');
}

/** @throws Problem no webhook may go there */
export function checkedUrl(url: string, rules: AddressRules): string {
  const wrong = problemOfEndpointUrl(url, rules);
  if (wrong === null) return new URL(url).href;
  throw Problem.ofField('url', wrong.problem, wrong.remedy);
}

export function noEndpoint(): never {
  throw new Problem({
    status: 404,
    code: 'webhook_endpoint_not_found',
    detail: 'There is no webhook endpoint with this id.',
  });
}

export function noDelivery(): never {
  throw new Problem({
    status: 404,
    code: 'webhook_delivery_not_found',
    detail: 'There is no webhook delivery with this id. The log goes back 30 days.',
  });
}

export function endpointDisabled(): never {
  throw new Problem({
    status: 409,
    code: 'webhook_endpoint_disabled',
    detail: 'This endpoint is disabled. Enable it first: PATCH it with enabled: true.',
  });
}

export function tooManyEndpoints(): never {
  throw new Problem({
    status: 409,
    code: 'webhook_endpoint_limit',
    detail: `There are ${MOST_ENDPOINTS} webhook endpoints already. Delete one first.`,
  });
}
