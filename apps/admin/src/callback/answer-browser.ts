import type { FastifyReply } from 'fastify';
import { type MatchStatus, returnUrlWith } from 'nestjs-dqe-idmobile';
import { type CallbackPage, callbackPage } from './callback-page.js';

/** How a match stands, and where the caller wants the browser to go with that. */
export interface Standing {
  readonly matchId: string;
  readonly status: MatchStatus;
  readonly returnUrl: string | null;
}

/** Sends the browser to the caller's page with how the match stands, or shows it on a page of ours. */
export function tellBrowser(reply: FastifyReply, standing: Standing, language: string | undefined): void {
  const { returnUrl, status } = standing;
  if (returnUrl === null) showPage(reply, PAGES[status], language);
  else void reply.redirect(returnUrlWith(returnUrl, standing), 303);
}

/** @param language the `Accept-Language` header */
export function showPage(reply: FastifyReply, page: CallbackPage, language: string | undefined): void {
  void reply.code(CODES[page]).type('text/html; charset=utf-8').send(callbackPage(page, language));
}

const PAGES: Readonly<Record<MatchStatus, CallbackPage>> = {
  requested: 'in_progress',
  consent_pending: 'in_progress',
  retrieving: 'in_progress',
  scored: 'done',
  rejected: 'done',
  unknown: 'done',
  expired: 'expired',
};

const CODES: Readonly<Record<CallbackPage, number>> = {
  done: 200,
  in_progress: 200,
  unavailable: 503,
  other_browser: 403,
  unknown: 404,
  expired: 410,
};
