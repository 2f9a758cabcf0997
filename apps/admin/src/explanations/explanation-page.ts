import { documentPage, facts, listOf } from '../documents/document.js';
import { type Html, html } from '../documents/html.js';
import { type Text, timeText } from '../documents/language.js';
import { VERDICTS } from '../subject-reports/report-texts.js';
import { percent } from './explanation.js';
import { WORDS } from './explanation-texts.js';
import type { ExplanationView } from './explanation.view.js';

/** The explanation as a page. */
export function explanationPage(sheet: ExplanationView): string {
  const { language, asked, verdict, consent, error, evidence } = sheet;
  const say = (text: Text) => text[language];
  const time = (at: string | null) => (at === null ? null : timeText(new Date(at), language));
  const { checkpoint } = evidence;
  return documentPage(
    language,
    say(WORDS.title),
    html`<p>${say(WORDS.intro)}</p>
      <h2>${say(WORDS.asked)}</h2>
      ${facts([
        [say(WORDS.about), sheet.matchId],
        [say(WORDS.at), time(asked.at)],
        [say(WORDS.by), sheet.application],
        [say(WORDS.purpose), sheet.purpose],
        [say(WORDS.reference), sheet.reference],
        [say(WORDS.number), `${asked.number} (${asked.country})`],
        [say(WORDS.operator), asked.operator],
        [say(WORDS.fields), fieldsText(sheet)],
      ])}
      <h2>${say(WORDS.outcome)}</h2>
      ${facts([
        [say(WORDS.result), sheet.meaning],
        [say(WORDS.ended), time(sheet.settledAt)],
        [say(WORDS.why), error === null ? null : `${error.meaning} ${say(WORDS.saysNothing)} (${error.id})`],
        [say(WORDS.verdict), verdict?.meaning ?? null],
        [say(WORDS.inForce), sheet.verdictInForce === null ? null : say(VERDICTS[sheet.verdictInForce])],
        [say(WORDS.decided), verdict?.decidedBy ?? null],
        [say(WORDS.policy), verdict?.policy ?? null],
        [say(WORDS.consent), consent?.meaning ?? null],
      ])}
      ${scores(sheet)}
      ${
        verdict === null
          ? null
          : html`<h2>${say(WORDS.people)}</h2>
              ${listOf(
                sheet.decisions.map(({ at, meaning }) => `${time(at) ?? ''}: ${meaning}`),
                say(WORDS.nobody),
              )}`
      }
      <h2>${say(WORDS.evidence)}</h2>
      <p>${say(WORDS.evidenceNote)}</p>
      ${facts(
        evidence.events.map(({ at, meaning, index }) => [
          index === null ? say(WORDS.pending) : `${say(WORDS.events)} ${index}`,
          `${meaning}, ${time(at) ?? ''}`,
        ]),
      )}
      ${facts([
        [say(WORDS.log), checkpoint?.origin ?? null],
        [
          say(WORDS.checkpoint),
          checkpoint === null ? null : `${checkpoint.size} ${say(WORDS.size)} ${checkpoint.root}`,
        ],
        ...evidence.verifierKeys.map((key) => [say(WORDS.key), key] as const),
      ])}
      <h3>${say(WORDS.check)}</h3>
      <pre>${evidence.commands.join('\n')}</pre>
      <p>${say(WORDS.rights)}</p>`,
  );
}

export function fieldsText({ asked: { fields }, language }: ExplanationView): string {
  if (fields === null) return WORDS.erased[language];
  return fields.length === 0 ? WORDS.noFields[language] : fields.join(', ');
}

function scores({ scores: all, language }: ExplanationView): Html | null {
  if (all.length === 0) return null;
  return html`<h2>${WORDS.scores[language]}</h2>
    ${facts(
      all.map(({ name, meaning, contradictsBelow, agreesFrom }) => [
        name,
        `${meaning}; ${percent(contradictsBelow, language)} / ${percent(agreesFrom, language)}`,
      ]),
    )}
    <p>${WORDS.thresholds[language]}</p>`;
}
