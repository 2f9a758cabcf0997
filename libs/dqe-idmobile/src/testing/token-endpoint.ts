import { randomUUID } from 'node:crypto';
import type { ReadParameters } from './parameters.js';
import { errorReply, htmlErrorReply, jsonReply, textReply, type Reply } from './reply.js';
import { credentialFits, type SandboxContext } from './sandbox-context.js';

const NAMES = new Set(['client_secret', 'grant_type', 'licence']);

/** `client_secret=error-NN` answers error NN, so that every token error can be met; documented in TESTING.md. */
const ERROR_SECRET = /^error-(\d{2})$/;

/** Why a token is refused: an error id of protocol.md §2. */
function refusal({ params, malformed }: ReadParameters, { options }: SandboxContext): string | undefined {
  const { client_secret: secret = '', grant_type: grantType = '', licence = '' } = params;
  if (malformed || secret === '' || grantType === '' || licence === '') return '01';
  if (grantType !== 'client_idmobile') return '31';
  if (!credentialFits(licence, options.licence, options)) return '22';
  const wanted = ERROR_SECRET.exec(secret)?.[1];
  if (wanted !== undefined) return wanted;
  return credentialFits(secret, options.clientSecret, options) ? undefined : '03';
}

function refusalReply(errorId: string, context: SandboxContext): Reply {
  if (context.options.tokenErrors === 'json') return errorReply(errorId);
  // Only a wrong licence is an invalid client (protocol.md §2); the body is not specified.
  return textReply(400, errorId === '22' ? 'Invalid Client' : 'Invalid Request');
}

/** `/ACCESS_TOKEN/` (protocol.md §2). */
export function answerToken(read: ReadParameters, context: SandboxContext): Reply {
  // A misspelt parameter name gives HTTP 500 (protocol.md §2).
  if (Object.keys(read.params).some((name) => !NAMES.has(name))) {
    return htmlErrorReply(500, 'Internal Server Error');
  }
  const errorId = refusal(read, context);
  if (errorId !== undefined) return refusalReply(errorId, context);
  const { token } = context.tokens.issue();
  context.changed();
  const body = {
    access_token: token,
    token_type: 'Bearer',
    expires_in: String(context.options.tokenTtlSeconds),
    refresh_token: `RTOK${randomUUID().replaceAll('-', '').toUpperCase()}`,
  };
  return jsonReply(context.options.tokenShape === 'status' ? { status: 'success', ...body } : body);
}
