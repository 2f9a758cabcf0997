import { createContext, useContext } from 'react';
import { ApiProblem, sentencesOf } from '../api/api-problem.ts';

/** What the service found wrong, by field. */
export const FieldProblems = createContext<Readonly<Record<string, string>>>({});

/** What is wrong with that field; undefined: nothing. */
export const useFieldProblem = (name: string): string | undefined => useContext(FieldProblems)[name];

export function problemsOf(error: unknown): Record<string, string> {
  const fields = error instanceof ApiProblem ? error.fields : [];
  return Object.fromEntries(fields.map((problem) => [problem.field, sentencesOf(problem)]));
}

/** Whether each of them has a field in the form to be shown at. */
export const areAllIn = (form: HTMLFormElement, problems: Readonly<Record<string, string>>): boolean => {
  const names = Object.keys(problems);
  return names.length > 0 && names.every((name) => form.elements.namedItem(name) !== null);
};
