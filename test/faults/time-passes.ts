import type { TestDatabase } from '../support/database.js';

/**
 * An hour passes while no process lives: everything that waits for its time, or is in the hands of a process that
 * died, was put there an hour earlier. What follows is the service's own doing, leases of minutes and all; only the
 * waiting is spared.
 */
const SHIFTS = [
  `UPDATE match_notices SET available_at = available_at - interval '1 hour'`,
  `UPDATE webhook_deliveries SET next_attempt_at = next_attempt_at - interval '1 hour'
   WHERE status = 'pending'`,
  `UPDATE pgboss.job SET start_after = start_after - interval '1 hour',
     started_on = started_on - interval '1 hour', created_on = created_on - interval '1 hour',
     completed_on = completed_on - interval '1 hour'`,
  // Unique, and looked at row by row: a job must not arrive where that of an hour before has not left yet.
  `UPDATE pgboss.job SET singleton_on = singleton_on - interval '10 years'`,
  `UPDATE pgboss.job SET singleton_on = singleton_on + interval '10 years' - interval '1 hour'`,
  `UPDATE pgboss.version SET maintained_on = maintained_on - interval '1 hour'`,
];

/** Nobody else may have the database open where it is embedded. */
export async function anHourPasses(place: TestDatabase): Promise<void> {
  const database = await place.open();
  try {
    for (const shift of SHIFTS) await database.query(shift);
  } finally {
    await database.close();
  }
}
