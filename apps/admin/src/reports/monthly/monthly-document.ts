import { csvOf } from '../../documents/csv.js';
import { documentPage, facts } from '../../documents/document.js';
import { html } from '../../documents/html.js';
import { type Language, type Text, timeText } from '../../documents/language.js';
import { pdfOf } from '../../documents/pdf.js';
import { csvRowsOf, printReport, tableOf } from '../report-table.js';
import { TITLES, WORDS } from '../report-texts.js';
import type { MonthlyReportView } from './monthly.view.js';

const MONTHLY = {
  title: { en: 'Monthly compliance report', fr: 'Rapport mensuel de conformité' },
  month: { en: 'Month', fr: 'Mois' },
  application: { en: 'Application', fr: 'Application' },
  all: { en: 'all', fr: 'toutes' },
  made: { en: 'Made on', fr: 'Établi le' },
  unfinished: {
    en: 'The month is not over: figures will change.',
    fr: 'Le mois n’est pas terminé : les chiffres changeront.',
  },
  cases: { en: 'Open cases today', fr: 'Dossiers ouverts à ce jour' },
  log: { en: 'Evidence log', fr: 'Journal des preuves' },
  events: { en: 'events', fr: 'événements' },
  check: { en: 'Last verification of the log', fr: 'Dernière vérification du journal' },
  ok: { en: 'it holds', fr: 'il tient' },
  failed: { en: 'it does not hold', fr: 'il ne tient pas' },
  never: { en: 'none yet', fr: 'aucune à ce jour' },
  standing: { en: 'Cases and evidence', fr: 'Dossiers et preuves' },
} as const satisfies Readonly<Record<string, Text>>;

const SECTIONS = ['volumes', 'operators', 'latency', 'consent', 'errors', 'fields', 'lifecycle'] as const;

const titleOf = ({ month, language }: MonthlyReportView) => `${MONTHLY.title[language]} ${month}`;

function headOf({ month, application, generatedAt, language }: MonthlyReportView) {
  return [
    [MONTHLY.month[language], month],
    [MONTHLY.application[language], application ?? MONTHLY.all[language]],
    [MONTHLY.made[language], timeText(new Date(generatedAt), language)],
  ] as const;
}

function standingOf({ cases, evidence, language }: MonthlyReportView) {
  const checked = evidence?.checkedAt ?? null;
  return [
    [MONTHLY.cases[language], String(cases.contested + cases.probing)],
    [
      MONTHLY.log[language],
      evidence === null ? null : `${countText(evidence.size, language)} ${MONTHLY.events[language]}`,
    ],
    [
      MONTHLY.check[language],
      evidence === null
        ? null
        : checked === null
          ? MONTHLY.never[language]
          : `${timeText(new Date(checked), language)}: ${MONTHLY[evidence.result === 'ok' ? 'ok' : 'failed'][language]}`,
    ],
  ] as const;
}

const countText = (count: number, language: Language) =>
  count.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB');

export const monthlyPdf = (report: MonthlyReportView): Promise<Buffer> => {
  const { language } = report;
  const head = { language, title: titleOf(report), createdAt: new Date(report.generatedAt) };
  return pdfOf({ ...head, about: report.month }, (pdf) => {
    pdf.facts(headOf(report));
    if (!report.complete) pdf.paragraph(MONTHLY.unfinished[language]);
    for (const name of SECTIONS) {
      pdf.heading(TITLES[name][language]);
      printReport(pdf, report[name], language);
    }
    pdf.heading(MONTHLY.standing[language]);
    pdf.facts(standingOf(report));
    pdf.paragraph(WORDS.utc[language], { quiet: true });
  });
};

export function monthlyPage(report: MonthlyReportView): string {
  const { language } = report;
  return documentPage(
    language,
    titleOf(report),
    html`${facts(headOf(report))} ${report.complete ? null : html`<p>${MONTHLY.unfinished[language]}</p>`}
      ${SECTIONS.map((name) => {
        const { columns, rows } = tableOf(report[name], language);
        return html`<section>
          <h2>${TITLES[name][language]}</h2>
          ${
            rows.length === 0
              ? html`<p>${WORDS.empty[language]}</p>`
              : html`<table>
                  <thead>
                    <tr>
                      ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
                    </tr>
                  </thead>
                  <tbody>
                    ${rows.map(
                      (row) =>
                        html`<tr>
                          ${row.map((cell) => html`<td>${cell}</td>`)}
                        </tr>`,
                    )}
                  </tbody>
                </table>`
          }
        </section>`;
      })}
      <h2>${MONTHLY.standing[language]}</h2>
      ${facts(standingOf(report))}
      <p>${WORDS.utc[language]}</p>`,
  );
}

/** One figure a line, whatever it is of: what is in rows of several tables elsewhere. */
export const monthlyCsv = (report: MonthlyReportView): string =>
  csvOf(
    ['report', 'of', 'figure', 'value'],
    SECTIONS.flatMap((name) => csvRowsOf(report[name]).map((row) => [name, ...row])),
  );
