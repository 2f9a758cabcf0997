import { i18nProvider } from '../i18n/i18n-provider.ts';
import { languageOf } from '../i18n/languages.ts';
import { sentenceIn } from '../i18n/sentences.ts';

/** `application/problem+json`, as the service sends it. */
export interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly requestId?: string;
  readonly errors?: readonly FieldProblem[];
  /** Where a match was made, and no answer was had. */
  readonly matchId?: string;
}

export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}

/**
 * A refusal by the service, as people can read it. Forms of react-admin take `body.errors` for their fields. Not one of
 * its own HttpErrors, which undo what extends them.
 */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  /** For react-admin. */
  readonly body: { readonly errors: Record<string, unknown> | undefined };
  readonly requestId: string | null;
  readonly matchId: string | null;
  readonly fields: readonly FieldProblem[];
  /** What else the service says, such as what stands against an erasure. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(said: ProblemBody, retryAfter: string | null) {
    const problem = { ...said, ...(said.errors !== undefined && { errors: said.errors.map(inOurLanguage) }) };
    super(textOf(problem, retryAfter));
    this.status = problem.status;
    this.body = { errors: fieldErrorsOf(problem) };
    this.code = problem.code;
    this.requestId = problem.requestId ?? null;
    this.matchId = problem.matchId ?? null;
    this.fields = problem.errors ?? [];
    this.details = { ...problem };
  }
}

/** In the language of the page where we have a text for the code; else what the service says. */
function textOf({ code, detail, title, errors }: ProblemBody, retryAfter: string | null): string {
  const own = i18nProvider.translate(`problems.${code}`, { seconds: retryAfter ?? '…', _: '' });
  const text = own === '' ? (detail ?? title ?? code) : own;
  return errors?.length ? [text, ...errors.map(lineOf)].join('\n') : text;
}

/** The service speaks English; see `sentenceIn`. */
function inOurLanguage({ field, problem, remedy }: FieldProblem): FieldProblem {
  const language = languageOf([i18nProvider.getLocale()]);
  return { field, problem: sentenceIn(language, problem), remedy: sentenceIn(language, remedy) };
}

const lineOf = (problem: FieldProblem) =>
  `${problem.field === '' ? '' : `${problem.field}: `}${sentencesOf(problem)}`;

/** What is wrong with a field, and what would be right. */
export const sentencesOf = ({ problem, remedy }: FieldProblem): string =>
  [problem, remedy]
    .map((text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.?$/, '.'))
    .join(' ');

/** `identity.birthDate` → `{ identity: { birthDate: '…' } }`, as react-hook-form has it. */
function fieldErrorsOf({ errors = [] }: ProblemBody): Record<string, unknown> | undefined {
  if (errors.length === 0) return undefined;
  const nested: Record<string, unknown> = {};
  for (const problem of errors) {
    const { field } = problem;
    const path = field === '' ? ['root', 'serverError'] : field.split('.');
    let at = nested;
    for (const step of path.slice(0, -1)) at = (at[step] ??= {}) as Record<string, unknown>;
    at[path.at(-1) ?? ''] = sentencesOf(problem);
  }
  return nested;
}
