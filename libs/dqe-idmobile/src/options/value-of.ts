/** An option that is a value, or a function that gives it when it is needed. */
export const valueOf = <T>(option: T | (() => T)): T =>
  typeof option === 'function' ? (option as () => T)() : option;
