/** For a filter: values, and the keys of their texts. */
export const choicesOf = (values: readonly string[], texts: string) =>
  values.map((id) => ({ id, name: `${texts}.${id}` }));
