import { callbackUrl } from './callback-url.js';
import type { ConsentDecision, ConsentSession } from './consent-desk.js';
import { answeredPage, gonePage, invalidPage, questionPage } from './consent-page.js';
import { chooseLanguage } from './consent-texts.js';
import { makeExtraCallback } from './extra-callback.js';
import { operatorSlug } from './operator-slug.js';
import { readParameters } from './parameters.js';
import { TEXT_TYPE, type Reply } from './reply.js';
import type { SandboxContext } from './sandbox-context.js';

/** A visit of the operator's page. `form` is the body of the POST, undefined for GET. */
export interface ConsentVisit {
  readonly path: string;
  readonly query: string;
  readonly form: string | undefined;
  readonly acceptLanguage: string | undefined;
}

const PATH = /^\/operator\/([a-z0-9-]+)\/consent\/([0-9a-f-]{36})$/;

function sessionAt(path: string, context: SandboxContext): ConsentSession | undefined {
  const [, slug, id = ''] = PATH.exec(path) ?? [];
  const session = context.consents.withId(id);
  return session !== undefined && slug === operatorSlug(session.operator) ? session : undefined;
}

function callbackOf(session: ConsentSession): string {
  const { decision, plan, redirectUri, token } = session;
  return callbackUrl(
    redirectUri,
    token,
    decision === 'refuse' ? 'error' : (plan.callbackStatus ?? 'success'),
  );
}

async function extraCallback(
  session: ConsentSession,
  when: 'early' | 'twice',
  context: SandboxContext,
): Promise<void> {
  if (session.plan.extraCallback !== when || session.extraCallbackMade) return;
  session.extraCallbackMade = true;
  context.changed();
  await makeExtraCallback(callbackOf(session), context.options.callbackHosts);
}

function isDecision(text: string | undefined): text is ConsentDecision {
  return text === 'agree' || text === 'refuse';
}

/**
 * The operator's page: GET shows it, POST takes the decision and sends the browser back (protocol.md §6.1).
 * The first decision stands; a second one only leads back again.
 */
export async function answerConsent(visit: ConsentVisit, context: SandboxContext): Promise<Reply> {
  const language = chooseLanguage(readParameters(visit.query).params['lang'], visit.acceptLanguage);
  const session = sessionAt(visit.path, context);
  if (session === undefined) return gonePage(language);
  if (visit.form === undefined) {
    if (session.decision !== undefined) return answeredPage(language, callbackOf(session));
    await extraCallback(session, 'early', context);
    return questionPage(language, { ...session, partnerName: context.options.partnerName });
  }
  const { decision } = readParameters(visit.form).params;
  if (!isDecision(decision)) return invalidPage(language);
  session.decision ??= decision;
  context.changed();
  await extraCallback(session, 'twice', context);
  return { status: 303, type: TEXT_TYPE, body: '', headers: { location: callbackOf(session) } };
}
