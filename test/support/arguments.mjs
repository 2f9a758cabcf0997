/** Of a command: what is taken out of `args` is no longer there, and the rest is for whoever is called. */
export function argumentsOf(args) {
  return {
    args,
    /** @returns whether it was given */
    take(name) {
      const at = args.indexOf(name);
      if (at >= 0) args.splice(at, 1);
      return at >= 0;
    },
    /** @returns what follows it; undefined where it was not given */
    value(name) {
      const at = args.indexOf(name);
      return at < 0 ? undefined : args.splice(at, 2)[1];
    },
  };
}
