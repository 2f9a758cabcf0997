import { documentPage, facts, listOf } from '../documents/document.js';
import { type Html, html } from '../documents/html.js';
import { type Text, timeText } from '../documents/language.js';
import { ACTORS, CLAIMS, RESOLUTION_TEXTS, VERDICTS, WORDS } from './report-texts.js';
import type { ReportedMatchView, SubjectReportView } from './subject-report.view.js';

/** The report as a page for the person it is about. */
export function reportPage(report: SubjectReportView): string {
  const { language, held, matches, relationships, holds } = report;
  const say = (text: Text) => text[language];
  const time = (at: string | null) => (at === null ? null : timeText(new Date(at), language));
  const body = html`<p>${say(WORDS.intro)}</p>
    ${facts([
      [say(WORDS.number), report.number],
      [say(WORDS.generated), time(report.generatedAt)],
    ])}
    ${held ? null : html`<p>${say(WORDS.nothing)}</p>`} ${matches.map((match) => section(match))}
    ${
      relationships.length === 0
        ? null
        : html`<h2>${say(WORDS.relationships)}</h2>
            ${facts(
              relationships.map(({ application, endedAt }) => [
                application ?? say(WORDS.everyone),
                endedAt === null ? say(WORDS.goesOn) : `${say(WORDS.ended)} ${time(endedAt) ?? ''}`,
              ]),
            )}`
    }
    ${
      holds.length === 0
        ? null
        : html`<h2>${say(WORDS.holds)}</h2>
            ${facts(
              holds.map(({ since, until, reason }) => [
                `${say(WORDS.since)} ${time(since) ?? ''}${until === null ? '' : ` ${say(WORDS.until)} ${time(until) ?? ''}`}`,
                reason ?? '',
              ]),
            )}`
    }
    <p>${say(WORDS.rights)}</p>`;
  return documentPage(language, say(WORDS.title), body);

  function section(match: ReportedMatchView): Html {
    const { verdict, consent } = match;
    const claims = Object.entries((match.identity ?? {}) as Record<string, unknown>).map(
      ([name, value]) => [CLAIMS[name]?.[language] ?? name, String(value)] as const,
    );
    return html`<section>
      <h2>${say(WORDS.match)} ${time(match.createdAt)}</h2>
      ${facts([
        [say(WORDS.id), match.id],
        [say(WORDS.application), match.application],
        [say(WORDS.purpose), match.purpose],
        [say(WORDS.reference), match.reference],
        [say(WORDS.status), match.meaning],
        [say(WORDS.operator), match.operator],
        [say(WORDS.settled), time(match.settledAt)],
        [say(WORDS.error), match.error],
        [say(WORDS.returnUrl), match.returnUrl],
        [say(WORDS.kept), match.retention.meaning],
      ])}
      <h3>${say(WORDS.claimed)}</h3>
      ${facts(claims)}
      ${
        verdict === null
          ? null
          : html`<h3>${say(WORDS.answer)}</h3>
              ${facts([
                [say(WORDS.verdict), verdict.meaning],
                [say(WORDS.inForce), match.verdictInForce?.meaning ?? null],
                [say(WORDS.policy), verdict.policy],
                [say(WORDS.reasons), listOf(verdict.reasons, '')],
              ])}`
      }
      ${contested(match)} ${decided(match)}
      ${
        match.answer === null
          ? null
          : html`<h3>${say(WORDS.rawAnswer)}</h3>
              <pre>${JSON.stringify(match.answer, null, 2)}</pre>`
      }
      ${
        consent === null
          ? null
          : html`<h3>${say(WORDS.consent)}</h3>
              ${facts([
                [say(WORDS.asked), time(consent.askedAt)],
                [say(WORDS.opened), time(consent.linkOpenedAt)],
                [say(WORDS.answered), time(consent.answeredAt)],
              ])}`
      }
      <h3>${say(WORDS.reveals)}</h3>
      ${listOf(
        match.reveals.map(({ at, by }) => `${time(at) ?? ''}, ${ACTORS[by]?.[language] ?? by}`),
        say(WORDS.nobody),
      )}
      <h3>${say(WORDS.told)}</h3>
      ${listOf(
        match.told.map(({ at, application }) => `${time(at) ?? ''}, ${application}`),
        say(WORDS.nobody),
      )}
      <h3>${say(WORDS.timeline)}</h3>
      ${facts(match.timeline.map(({ at, meaning }) => [time(at) ?? '', meaning]))}
    </section>`;
  }

  function contested({ reviews }: ReportedMatchView): Html | null {
    if (reviews.length === 0) return null;
    return html`<h3>${say(WORDS.contests)}</h3>
      ${reviews.map(({ openedAt, reason, closedAt, resolution, closingReason }) =>
        facts([
          [say(WORDS.contested), time(openedAt)],
          [say(WORDS.grounds), reason],
          [say(WORDS.closed), time(closedAt) ?? say(WORDS.notClosed)],
          [say(WORDS.resolution), resolution === null ? null : say(RESOLUTION_TEXTS[resolution])],
          [say(WORDS.closingReason), closingReason],
        ]),
      )}`;
  }

  function decided({ overrides }: ReportedMatchView): Html | null {
    if (overrides.length === 0) return null;
    return html`<h3>${say(WORDS.overrides)}</h3>
      ${overrides.map(({ at, previousVerdict, meaning, reason }) =>
        facts([
          [say(WORDS.decided), time(at)],
          [say(WORDS.verdict), meaning],
          [say(WORDS.before), say(VERDICTS[previousVerdict])],
          [say(WORDS.grounds), reason],
        ]),
      )}`;
  }
}
