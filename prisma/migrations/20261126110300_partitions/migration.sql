-- By hand: Prisma knows nothing of partitions, and sees the tables as they were.
--
-- Events by month. Ids are UUIDv7, which begin with their time: so the ranges are over the primary key, and no column is
-- added to it. What there is becomes the first partition, as it is; it is read once to see that it fits, and not copied.

CREATE FUNCTION first_id_of(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The first of the month after the one that this id is of, in UTC.
CREATE FUNCTION month_after(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT (date_trunc('month', to_timestamp(
    ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0
  ) AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
$$;

-- Makes `name` a partition of `parent`. Row triggers are the parent's; those of statements are of the table that a
-- statement is for, so each has its own: nobody gets around them by way of a partition.
CREATE FUNCTION attach_events(parent text, name text, bounds text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I %s', parent, name, bounds);
  EXECUTE format(
    'CREATE TRIGGER partition_queue AFTER INSERT ON %I REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log(%L)', name, split_part(parent, '_', 1));
  EXECUTE format(
    'CREATE TRIGGER partition_stay BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
END $$;

CREATE FUNCTION attach_new_events(parent text, name text, bounds text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name, parent);
  PERFORM attach_events(parent, name, bounds);
END $$;

-- Makes the partitions of this month and of so many that follow, where they are missing. An event of a time that has none
-- goes into the default one, so that none is ever turned away; if that has some of the time to come, it becomes a
-- partition of that time as it stands, and another takes its place. `astray`: there are events that stay in the default
-- one, because they are of no time that a partition is for.
-- It gives up before a deadlock is looked for (deadlock_timeout, 1 s): a match that is being written goes before a partition.
CREATE FUNCTION make_event_partitions(ahead integer, OUT made integer, OUT astray boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
  parent text;
  spare text;
  month text;
  -- Where the last partition ends, and where all are to end.
  reached uuid;
  goal uuid := first_id_of(
    (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + make_interval(months => ahead + 1)) AT TIME ZONE 'UTC'
  );
  next uuid;
  lowest uuid;
  highest uuid;
BEGIN
  made := 0;
  astray := false;
  -- Of several instances that start, one makes them.
  IF NOT pg_try_advisory_xact_lock(1685152003) THEN
    RETURN;
  END IF;
  FOREACH parent IN ARRAY ARRAY['access_events', 'match_events'] LOOP
    spare := parent || '_default';
    SELECT max((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9a-f-]{36})''\)'))[1])::uuid INTO reached
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = parent::regclass;
    EXECUTE format(
      'SELECT (SELECT id FROM %1$I ORDER BY id LIMIT 1), (SELECT id FROM %1$I ORDER BY id DESC LIMIT 1)', spare
    ) INTO lowest, highest;
    WHILE reached < goal LOOP
      next := first_id_of(month_after(reached));
      month := parent || to_char((month_after(reached) AT TIME ZONE 'UTC') - interval '1 month', '_YYYY_MM');
      IF lowest IS NULL OR lowest >= next THEN
        PERFORM attach_new_events(parent, month, format('FOR VALUES FROM (%L) TO (%L)', reached, next));
      ELSIF lowest >= reached AND highest < goal THEN
        next := first_id_of(month_after(highest));
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, spare);
        EXECUTE format('ALTER TABLE %I RENAME TO %I', spare, month);
        EXECUTE format('DROP TRIGGER partition_queue ON %I', month);
        EXECUTE format('DROP TRIGGER partition_stay ON %I', month);
        PERFORM attach_events(parent, month, format('FOR VALUES FROM (%L) TO (%L)', reached, next));
        PERFORM attach_new_events(parent, spare, 'DEFAULT');
        lowest := NULL;
      ELSE
        EXIT;
      END IF;
      made := made + 1;
      reached := next;
    END LOOP;
    astray := astray OR lowest IS NOT NULL;
  END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION attach_events(text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION attach_new_events(text, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION make_event_partitions(integer) FROM PUBLIC;

-- match_events

DROP TRIGGER match_events_queue ON match_events;
DROP TRIGGER match_events_stay ON match_events;
DROP TRIGGER match_events_purged ON match_events;
DROP TRIGGER match_events_stay_all ON match_events;
ALTER TABLE match_events RENAME TO match_events_first;
ALTER TABLE match_events_first RENAME CONSTRAINT match_events_pkey TO match_events_first_pkey;
ALTER TABLE match_events_first RENAME CONSTRAINT match_events_match_id_fkey TO match_events_first_match_id_fkey;
ALTER INDEX match_events_match_id_id_idx RENAME TO match_events_first_match_id_id_idx;

CREATE TABLE match_events (
  LIKE match_events_first INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  CONSTRAINT match_events_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX match_events_match_id_id_idx ON match_events (match_id, id);
ALTER TABLE match_events ADD CONSTRAINT match_events_match_id_fkey
  FOREIGN KEY (match_id) REFERENCES matches (id) ON DELETE CASCADE ON UPDATE CASCADE;

-- access_events

DROP TRIGGER access_events_queue ON access_events;
DROP TRIGGER access_events_stay ON access_events;
DROP TRIGGER access_events_stay_all ON access_events;
ALTER TABLE access_events RENAME TO access_events_first;
ALTER TABLE access_events_first RENAME CONSTRAINT access_events_pkey TO access_events_first_pkey;
ALTER INDEX access_events_actor_id_id_idx RENAME TO access_events_first_actor_id_id_idx;
ALTER INDEX access_events_action_id_idx RENAME TO access_events_first_action_id_idx;
ALTER INDEX access_events_target_id_id_idx RENAME TO access_events_first_target_id_id_idx;

CREATE TABLE access_events (
  LIKE access_events_first INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  CONSTRAINT access_events_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX access_events_actor_id_id_idx ON access_events (actor_id, id DESC);
CREATE INDEX access_events_action_id_idx ON access_events (action, id DESC);
CREATE INDEX access_events_target_id_id_idx ON access_events (target_id, id DESC);

-- What there is. Ids of a time to come, or of none, cannot be in the first partition: they go into the default one.
DO $$
DECLARE
  parent text;
  bound uuid := first_id_of(
    (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
  );
BEGIN
  FOREACH parent IN ARRAY ARRAY['access_events', 'match_events'] LOOP
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', parent || '_default', parent);
    EXECUTE format(
      'WITH later AS (DELETE FROM %I WHERE id >= %L RETURNING *) INSERT INTO %I SELECT * FROM later',
      parent || '_first', bound, parent || '_default');
    PERFORM attach_events(parent, parent || '_first', format('FOR VALUES FROM (MINVALUE) TO (%L)', bound));
    PERFORM attach_events(parent, parent || '_default', 'DEFAULT');
  END LOOP;
END $$;

-- The triggers they had.

CREATE TRIGGER match_events_queue AFTER INSERT ON match_events
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('match');
CREATE TRIGGER match_events_stay BEFORE UPDATE ON match_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER match_events_purged BEFORE DELETE ON match_events
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_purged();
CREATE TRIGGER match_events_stay_all BEFORE TRUNCATE ON match_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_events_queue AFTER INSERT ON access_events
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('access');
CREATE TRIGGER access_events_stay BEFORE UPDATE OR DELETE ON access_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_events_stay_all BEFORE TRUNCATE ON access_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

SELECT make_event_partitions(2);
