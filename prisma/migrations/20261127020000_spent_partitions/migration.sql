-- By hand: Prisma knows nothing of partitions.

-- Drops the months of match_events that a purge has left empty: the oldest ones, up to the first of which something is
-- left, and none that may still come to be written. What is before all others is the first partition's, which is made to
-- reach as far as they did: so an event of any time still has its place. Lines of the access log are not purged.
-- Nobody waits for it for long. A month in which a purge has left much that is not vacuumed yet has its turn later, for it
-- would be read to its end; and both locks are had before a deadlock is looked for (deadlock_timeout, 1 s), or given up.
CREATE FUNCTION drop_spent_event_partitions() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
  -- The last month may get an event yet, from a clock that is behind.
  settled uuid := first_id_of(
    (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') - interval '1 month') AT TIME ZONE 'UTC'
  );
  spent text[] := '{}';
  month record;
  name text;
  left_over boolean;
  reached uuid;
BEGIN
  -- The same lock: nobody makes partitions meanwhile.
  IF NOT pg_try_advisory_xact_lock(1685152003) THEN
    RETURN 0;
  END IF;
  FOR attempt IN 1..2 LOOP
    -- Looked at first without a lock on anybody, and once more with one, if there is something to do.
    IF attempt = 2 THEN
      -- What the attaching takes of the table its foreign key leads to; in the order in which a match is written.
      LOCK TABLE matches IN ACCESS EXCLUSIVE MODE;
      LOCK TABLE match_events IN ACCESS EXCLUSIVE MODE;
    END IF;
    spent := '{}';
    FOR month IN
      SELECT c.relname AS name, pg_relation_size(c.oid) AS bytes,
        (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9a-f-]{36})''\)'))[1]::uuid AS bound
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'match_events'::regclass
      ORDER BY bound
    LOOP
      EXIT WHEN month.bound IS NULL OR month.bound > settled OR month.bytes > 8 * 1024 * 1024;
      EXECUTE format('SELECT EXISTS (SELECT FROM %I)', month.name) INTO left_over;
      EXIT WHEN left_over;
      IF month.name <> 'match_events_first' THEN
        spent := spent || month.name;
      END IF;
      reached := month.bound;
    END LOOP;
    IF spent = '{}' THEN
      RETURN 0;
    END IF;
  END LOOP;
  FOREACH name IN ARRAY spent LOOP
    EXECUTE format('DROP TABLE %I', name);
  END LOOP;
  ALTER TABLE match_events DETACH PARTITION match_events_first;
  DROP TRIGGER partition_queue ON match_events_first;
  DROP TRIGGER partition_stay ON match_events_first;
  PERFORM attach_events('match_events', 'match_events_first', format('FOR VALUES FROM (MINVALUE) TO (%L)', reached));
  RETURN cardinality(spent);
END $$;
REVOKE EXECUTE ON FUNCTION drop_spent_event_partitions() FROM PUBLIC;
