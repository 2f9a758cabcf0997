/** A scrape does not wait longer for a database that does not answer. */
const PATIENCE_MS = 1_000;

/** What a scrape asked for; undefined where it failed, or took too long. */
export async function inTime<T>(value: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  const given = value.catch(() => undefined);
  return Promise.race([given, late]).finally(() => clearTimeout(timer));
}
