import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLog } from './call-log.js';
import { answerConsent } from './consent-endpoint.js';
import { deliverAfter } from './delivery.js';
import { answerMatching } from './idmobile-endpoint.js';
import { readParameters, type ReadParameters } from './parameters.js';
import { htmlErrorReply, textReply, type Reply } from './reply.js';
import { carriesForm, readBody } from './request-body.js';
import { answerRetrieval } from './retrieval-endpoint.js';
import type { SandboxContext } from './sandbox-context.js';
import { answerToken } from './token-endpoint.js';

type Endpoint = (read: ReadParameters, context: SandboxContext) => Reply;

// The slash at the end belongs to the path (protocol.md §3).
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/ACCESS_TOKEN/': answerToken,
  '/IDMOBILE/': answerMatching,
  '/GET/': answerRetrieval,
};

/** Takes one HTTP call to its endpoint, and the reply back. */
export class Router {
  constructor(
    private readonly context: SandboxContext,
    private readonly log: CallLog,
  ) {}

  handle(request: IncomingMessage, response: ServerResponse): void {
    const { latencyMs, slowMs } = this.context.options;
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
    // The way a benchmark takes: no promise is made for it.
    if (request.method === 'GET' && endpoint !== undefined) {
      deliverAfter(response, this.call(endpoint, 'GET', path, query), latencyMs, slowMs);
      return;
    }
    this.handleOther(request, path, query, endpoint).then(
      (reply) => deliverAfter(response, reply, endpoint === undefined ? 0 : latencyMs, slowMs),
      // The caller went away while it was still sending its form.
      () => response.destroy(),
    );
  }

  private call(endpoint: Endpoint, method: string, path: string, encoded: string): Reply {
    const read = readParameters(encoded);
    this.record(path, method, read);
    return endpoint(read, this.context);
  }

  private record(path: string, method: string, { params }: ReadParameters): void {
    const request = { path, method, params, at: this.context.options.now() };
    this.log.add(request);
    this.context.options.onRequest(request);
  }

  private async handleOther(
    request: IncomingMessage,
    path: string,
    query: string,
    endpoint: Endpoint | undefined,
  ): Promise<Reply> {
    const { method = 'GET' } = request;
    const isConsent = path.startsWith('/operator/');
    const refusal = refuse(request, method, endpoint !== undefined || isConsent);
    const body = refusal === undefined && method === 'POST' ? await readBody(request) : '';
    if (refusal !== undefined || body === undefined) {
      this.record(path, method, readParameters(query));
      return refusal ?? textReply(413, 'Content Too Large', { connection: 'close' });
    }
    if (endpoint !== undefined) return this.call(endpoint, method, path, body);
    this.record(path, method, readParameters(method === 'POST' ? body : query));
    const form = method === 'POST' ? body : undefined;
    const acceptLanguage = request.headers['accept-language'];
    return answerConsent({ path, query, form, acceptLanguage }, this.context);
  }
}

/** What is refused on the level of HTTP: other paths, other methods, bodies that are no form. */
function refuse(request: IncomingMessage, method: string, known: boolean): Reply | undefined {
  if (!known) return htmlErrorReply(404, 'Not Found');
  if (method !== 'GET' && method !== 'POST')
    return textReply(405, 'Method Not Allowed', { allow: 'GET, POST' });
  if (method === 'POST' && !carriesForm(request)) return textReply(415, 'Unsupported Media Type');
  return undefined;
}
