/** One thing wrong with the environment. Never holds the value of a variable. */
export interface ConfigurationMistake {
  /** Name of the variable. */
  readonly variable: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** Thrown at boot with all mistakes at once, so that they are mended in one go. */
export class ConfigurationError extends Error {
  readonly mistakes: readonly ConfigurationMistake[];

  constructor(mistakes: readonly ConfigurationMistake[]) {
    super(
      [
        mistakes.length === 1
          ? 'The environment has one mistake:'
          : `The environment has ${mistakes.length} mistakes:`,
        ...mistakes.map(({ variable, message }) => `  ${variable} ${message}`),
      ].join('\n'),
    );
    this.name = 'ConfigurationError';
    this.mistakes = mistakes;
  }
}
