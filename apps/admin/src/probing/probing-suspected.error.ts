/** One identity too many was tried on a number. The match was not opened, and nothing was sent. */
export class ProbingSuspectedError extends Error {
  override readonly name = 'ProbingSuspectedError';

  constructor(readonly subjectId: string) {
    super('too many identities were tried on one number');
  }
}
