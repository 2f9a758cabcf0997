-- CreateTable
CREATE TABLE "log_queue" (
    "seq" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "event" JSONB,

    CONSTRAINT "log_queue_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "log_head" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "origin" TEXT,
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "keys" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "log_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_entries" (
    "index" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "match_id" UUID,
    "leaf" TEXT NOT NULL,

    CONSTRAINT "log_entries_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "log_payloads" (
    "index" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,

    CONSTRAINT "log_payloads_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "log_tiles" (
    "level" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hashes" BYTEA NOT NULL,

    CONSTRAINT "log_tiles_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "log_checkpoints" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "log_checkpoints_pkey" PRIMARY KEY ("size")
);

-- CreateIndex
CREATE UNIQUE INDEX "log_entries_event_id_source_key" ON "log_entries"("event_id", "source");

-- CreateIndex
CREATE INDEX "log_entries_match_id_index_idx" ON "log_entries"("match_id", "index");

-- From here on by hand.

ALTER TABLE "log_queue" ADD CONSTRAINT "log_queue_source" CHECK ("source" IN ('match', 'access'));
ALTER TABLE "log_entries"
  ADD CONSTRAINT "log_entries_source" CHECK ("source" IN ('match', 'access', 'log')),
  ADD CONSTRAINT "log_entries_index" CHECK ("index" >= 0);
ALTER TABLE "log_head"
  ADD CONSTRAINT "log_head_one_row" CHECK ("id" = 1),
  ADD CONSTRAINT "log_head_keys" CHECK ("keys" IS NOT NULL),
  ADD CONSTRAINT "log_head_root" CHECK (length("root") = 32);
ALTER TABLE "log_tiles" ADD CONSTRAINT "log_tiles_hashes" CHECK (
  length("hashes") BETWEEN 32 AND 8192 AND length("hashes") % 32 = 0
);
ALTER TABLE "log_checkpoints" ADD CONSTRAINT "log_checkpoints_root" CHECK (length("root") = 32);

-- The empty tree: SHA-256 of nothing.
INSERT INTO "log_head" ("size", "root") VALUES (0, sha256(''::bytea));

-- What is on record enters the queue by the statement that put it there. The argument is the source.
CREATE FUNCTION queue_for_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log_queue (source, event_id) SELECT TG_ARGV[0], id FROM added ORDER BY id;
  RETURN NULL;
END $$;

CREATE TRIGGER match_events_queue AFTER INSERT ON match_events
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('match');
CREATE TRIGGER access_events_queue AFTER INSERT ON access_events
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('access');

-- What was there before. It is recorded in the log now, whenever it happened.
INSERT INTO "log_queue" ("source", "event_id")
SELECT source, id FROM (
  SELECT 'match' AS source, id FROM match_events
  UNION ALL
  SELECT 'access', id FROM access_events
) events ORDER BY id, source;

-- Events.

CREATE FUNCTION refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('idmobile.purge', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% of % is refused: only purge_matches() deletes from it', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'DQA02';
END $$;

CREATE TRIGGER match_events_stay BEFORE UPDATE ON match_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER match_events_purged BEFORE DELETE ON match_events
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_purged();
CREATE TRIGGER match_events_stay_all BEFORE TRUNCATE ON match_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_events_stay BEFORE UPDATE OR DELETE ON access_events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_events_stay_all BEFORE TRUNCATE ON access_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The log.

CREATE TRIGGER log_entries_stay BEFORE UPDATE OR DELETE ON log_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_entries_stay_all BEFORE TRUNCATE ON log_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_payloads_stay BEFORE UPDATE ON log_payloads FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_payloads_purged BEFORE DELETE ON log_payloads
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_purged();
CREATE TRIGGER log_payloads_stay_all BEFORE TRUNCATE ON log_payloads
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_checkpoints_stay BEFORE UPDATE OR DELETE ON log_checkpoints
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_checkpoints_stay_all BEFORE TRUNCATE ON log_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION grow_tile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.level <> OLD.level OR NEW.index <> OLD.index
    OR substring(NEW.hashes FOR length(OLD.hashes)) <> OLD.hashes
  THEN
    RAISE EXCEPTION 'a tile only grows' USING ERRCODE = 'DQA02';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER log_tiles_grow BEFORE UPDATE ON log_tiles FOR EACH ROW EXECUTE FUNCTION grow_tile();
CREATE TRIGGER log_tiles_stay BEFORE DELETE ON log_tiles FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_tiles_stay_all BEFORE TRUNCATE ON log_tiles
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION advance_log_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
    OR (OLD.origin IS NOT NULL AND NEW.origin IS DISTINCT FROM OLD.origin)
    OR NOT NEW.keys @> OLD.keys
  THEN
    RAISE EXCEPTION 'the log only grows, and keeps its name' USING ERRCODE = 'DQA02';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER log_head_advance BEFORE UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION advance_log_head();
CREATE TRIGGER log_head_stay BEFORE DELETE ON log_head FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_head_stay_all BEFORE TRUNCATE ON log_head
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER log_queue_stay_all BEFORE TRUNCATE ON log_queue
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Deletes matches with what belongs to them, for whoever may do nothing of it otherwise (see prisma/roles.sql). Their
-- leaves stay. An event that has not entered the log yet goes along in its queue: the sequencer holds the rows it is
-- reading, so either it was faster, and the payload is deleted here, or it finds the event in the queue.
CREATE FUNCTION purge_matches(ids uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET idmobile.purge = 'on' AS $$
DECLARE
  purged integer;
BEGIN
  UPDATE log_queue q SET event = to_jsonb(e) || jsonb_build_object(
    'actor_kind', m.actor_kind, 'actor_id', m.actor_id, 'request_id', m.request_id
  )
  FROM match_events e JOIN matches m ON m.id = e.match_id
  WHERE m.id = ANY(ids) AND q.source = 'match' AND q.event_id = e.id;
  DELETE FROM log_payloads p USING log_entries l
  WHERE l.match_id = ANY(ids) AND l.source = 'match' AND p.index = l.index;
  DELETE FROM matches WHERE id = ANY(ids);
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $$;
REVOKE EXECUTE ON FUNCTION purge_matches(uuid[]) FROM PUBLIC;
