import { type Text, timeText } from '../documents/language.js';
import { pdfOf } from '../documents/pdf.js';
import type { PdfWriter, Tone } from '../documents/pdf-writer.js';
import { VERDICTS } from '../subject-reports/report-texts.js';
import { fieldsText } from './explanation-page.js';
import { WORDS } from './explanation-texts.js';
import type { ExplainedScoreView, ExplanationView } from './explanation.view.js';

const TONES: Readonly<Record<ExplainedScoreView['finding'], Tone>> = {
  ...{ agrees: 'good', close: 'fair', contradicts: 'poor', unavailable: 'neutral' },
};

/** The explanation on one page of A4. */
export function explanationPdf(sheet: ExplanationView): Promise<Buffer> {
  const { language, generatedAt, matchId } = sheet;
  const head = { language, title: WORDS.title[language], about: matchId, onePage: true };
  return pdfOf({ ...head, createdAt: new Date(generatedAt) }, (pdf) => write(pdf, sheet));
}

function write(pdf: PdfWriter, sheet: ExplanationView): void {
  const { language, asked, verdict, consent, error, scores, evidence } = sheet;
  const say = (text: Text) => text[language];
  const time = (at: string | null) => (at === null ? null : timeText(new Date(at), language));
  pdf.paragraph(say(WORDS.intro), { quiet: true });
  pdf.heading(say(WORDS.asked));
  pdf.facts([
    [say(WORDS.at), time(asked.at)],
    [say(WORDS.by), [sheet.application, sheet.purpose].filter((text) => text !== null).join(', ')],
    [say(WORDS.reference), sheet.reference],
    [say(WORDS.number), `${asked.number} (${[asked.country, asked.operator].filter(Boolean).join(', ')})`],
    [say(WORDS.fields), fieldsText(sheet)],
  ]);
  pdf.heading(say(WORDS.outcome));
  pdf.facts([
    [say(WORDS.result), [sheet.meaning, time(sheet.settledAt)].filter((text) => text !== null).join(' ')],
    [say(WORDS.why), error === null ? null : `${error.meaning} ${say(WORDS.saysNothing)} (${error.id})`],
    [say(WORDS.verdict), verdict?.meaning ?? null],
    [say(WORDS.inForce), sheet.verdictInForce === null ? null : say(VERDICTS[sheet.verdictInForce])],
    [say(WORDS.decided), verdict === null ? null : `${verdict.decidedBy} (${verdict.policy})`],
    [say(WORDS.consent), consent === null ? null : consentText(consent.meaning, consent.askedAt)],
  ]);
  if (scores.length > 0) {
    pdf.heading(say(WORDS.scores));
    pdf.bars(
      scores.map(({ name, score, meaning, contradictsBelow, agreesFrom, finding }) => ({
        ...{ label: name, value: score, text: meaning, tone: TONES[finding] },
        marks: [contradictsBelow, agreesFrom],
      })),
    );
    pdf.paragraph(say(WORDS.scoresNote), { quiet: true });
  }
  if (verdict !== null) {
    pdf.heading(say(WORDS.people));
    if (sheet.decisions.length === 0) pdf.paragraph(say(WORDS.nobody));
    else pdf.list(sheet.decisions.map(({ at, meaning }) => `${time(at) ?? ''}: ${meaning}`));
  }
  pdf.heading(say(WORDS.evidence));
  pdf.paragraph(say(WORDS.evidenceNote), { quiet: true });
  const { checkpoint } = evidence;
  pdf.facts([
    [
      say(WORDS.events),
      evidence.events
        .map(({ meaning, index }) => `${index === null ? say(WORDS.pending) : index}: ${meaning}`)
        .join('; '),
    ],
    [say(WORDS.log), checkpoint?.origin ?? null],
    [
      say(WORDS.checkpoint),
      checkpoint === null ? null : `${checkpoint.size} ${say(WORDS.size)} ${checkpoint.root}`,
    ],
    ...evidence.verifierKeys.map((key) => [say(WORDS.key), key] as const),
    [say(WORDS.check), evidence.commands.join('  &&  ')],
  ]);
  pdf.paragraph(say(WORDS.rights), { quiet: true });

  function consentText(meaning: string, askedAt: string): string {
    return `${meaning} (${time(askedAt) ?? ''})`;
  }
}
