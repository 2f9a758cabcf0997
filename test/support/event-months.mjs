/** As the partitions of a month are called. @param month any time of it */
export const monthOf = (month) => `match_events_${month.toISOString().slice(0, 7).replace('-', '_')}`;

/** The beginning of a month, so many after the present one. */
export function startOf(months) {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));
}

/** Gives a database the months of events it would have, had the service been set up so many months ago. */
export async function sinceMonthsAgo(database, months) {
  const bound = (month) => `first_id_of('${startOf(month).toISOString()}')`;
  const attach = (call, month, from) =>
    `SELECT ${call}, format('FOR VALUES FROM (%s) TO (%L)', ${from}, ${bound(month + 1)}))`;
  await database.query(
    [
      'ALTER TABLE match_events DETACH PARTITION match_events_first',
      'DROP TRIGGER partition_queue ON match_events_first',
      'DROP TRIGGER partition_stay ON match_events_first',
      attach(`attach_events('match_events', 'match_events_first'`, -months - 1, `'MINVALUE'`),
      ...Array.from({ length: months + 1 }, (_, i) => {
        const month = i - months;
        const call = `attach_new_events('match_events', '${monthOf(startOf(month))}'`;
        return attach(call, month, `quote_literal(${bound(month)}::text)`);
      }),
    ].join(';\n'),
  );
}
