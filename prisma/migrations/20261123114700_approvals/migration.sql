-- CreateTable
CREATE TABLE "service_settings" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "four_eyes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "approval_hours" INTEGER NOT NULL DEFAULT 24,
    "probing_enabled" BOOLEAN NOT NULL DEFAULT true,
    "probing_window_minutes" INTEGER NOT NULL DEFAULT 60,
    "probing_max_identities" INTEGER NOT NULL DEFAULT 5,
    "probing_max_climbs" INTEGER NOT NULL DEFAULT 3,
    "probing_throttle_minutes" INTEGER NOT NULL DEFAULT 60,
    "changed_at" TIMESTAMPTZ(3),
    "changed_by_kind" TEXT,
    "changed_by_id" TEXT,
    "approval_id" UUID,

    CONSTRAINT "service_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "application" TEXT,
    "subject_id" UUID,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "reason_sealed" BYTEA NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by_kind" TEXT NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_kind" TEXT,
    "decided_by_id" TEXT,
    "decision_reason_sealed" BYTEA,
    "used_at" TIMESTAMPTZ(3),
    "lapsed_at" TIMESTAMPTZ(3),

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reveals" (
    "id" UUID NOT NULL,
    "match_id" UUID NOT NULL,
    "subject_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "fields" TEXT[],
    "reason_sealed" BYTEA NOT NULL,
    "approval_id" UUID,

    CONSTRAINT "reveals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approvals_kind_id_idx" ON "approvals"("kind", "id" DESC);

-- CreateIndex
CREATE INDEX "approvals_requested_by_kind_requested_by_id_id_idx" ON "approvals"("requested_by_kind", "requested_by_id", "id" DESC);

-- CreateIndex
CREATE INDEX "approvals_subject_id_idx" ON "approvals"("subject_id");

-- CreateIndex
CREATE INDEX "reveals_match_id_id_idx" ON "reveals"("match_id", "id" DESC);

-- CreateIndex
CREATE INDEX "reveals_subject_id_idx" ON "reveals"("subject_id");

-- AddForeignKey
ALTER TABLE "reveals" ADD CONSTRAINT "reveals_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand.

ALTER TABLE "service_settings"
  ADD CONSTRAINT "service_settings_one_row" CHECK ("id" = 1),
  ADD CONSTRAINT "service_settings_four_eyes" CHECK (
    "four_eyes" IS NOT NULL AND "four_eyes" <@ ARRAY['reveal', 'erasure', 'retention', 'policy', 'verdict', 'settings']
  ),
  ADD CONSTRAINT "service_settings_approval_hours" CHECK ("approval_hours" BETWEEN 1 AND 168),
  ADD CONSTRAINT "service_settings_probing" CHECK (
    "probing_window_minutes" BETWEEN 1 AND 10080 AND "probing_max_identities" BETWEEN 2 AND 1000
    AND "probing_max_climbs" BETWEEN 1 AND 1000 AND "probing_throttle_minutes" BETWEEN 1 AND 10080
  );

INSERT INTO "service_settings" ("id") VALUES (1);

ALTER TABLE "approvals"
  ADD CONSTRAINT "approvals_kind" CHECK ("kind" IN ('reveal', 'erasure', 'retention', 'policy', 'verdict', 'settings')),
  ADD CONSTRAINT "approvals_payload" CHECK (jsonb_typeof("payload") = 'object'),
  ADD CONSTRAINT "approvals_requested_by" CHECK ("requested_by_kind" IN ('bootstrap', 'key', 'person')),
  ADD CONSTRAINT "approvals_expires" CHECK ("expires_at" > "requested_at"),
  ADD CONSTRAINT "approvals_decision" CHECK ("decision" IN ('approved', 'refused')),
  ADD CONSTRAINT "approvals_decided_whole" CHECK (
    num_nonnulls("decision", "decided_at", "decided_by_kind", "decided_by_id") IN (0, 4)
  ),
  ADD CONSTRAINT "approvals_decision_reason" CHECK (
    CASE WHEN "decision" IS NULL THEN "decision_reason_sealed" IS NULL
      WHEN "decision" = 'refused' THEN "decision_reason_sealed" IS NOT NULL
      ELSE TRUE END
  ),
  -- A machine does not decide, and nobody is the second person to themselves.
  ADD CONSTRAINT "approvals_decided_by_person" CHECK ("decided_by_kind" = 'person'),
  ADD CONSTRAINT "approvals_two_persons" CHECK (
    NOT ("requested_by_kind" = "decided_by_kind" AND "requested_by_id" = "decided_by_id")
  ),
  ADD CONSTRAINT "approvals_decided_in_time" CHECK ("decided_at" < "expires_at"),
  ADD CONSTRAINT "approvals_used" CHECK (
    "used_at" IS NULL OR ("decision" IS NOT DISTINCT FROM 'approved' AND "used_at" < "expires_at")
  ),
  ADD CONSTRAINT "approvals_lapsed" CHECK (
    "lapsed_at" IS NULL
    OR ("used_at" IS NULL AND "decision" IS DISTINCT FROM 'refused' AND "lapsed_at" >= "expires_at")
  );

-- Of one actor, kind, target and payload, one is open.
CREATE UNIQUE INDEX "approvals_open_key" ON "approvals"(
  "kind", "target_type", "target_id", "requested_by_kind", "requested_by_id", "payload"
) WHERE "used_at" IS NULL AND "lapsed_at" IS NULL AND "decision" IS DISTINCT FROM 'refused';

-- Whether a person is who asked, or has made the key that asked, or the key that made that one.
CREATE FUNCTION stands_behind(person text, requester_kind text, requester_id text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE makers(kind, id) AS (
    SELECT requester_kind, requester_id
    UNION
    SELECT k.created_by_kind, k.created_by_id FROM makers m
    JOIN api_keys k ON m.kind = 'key' AND k.id::text = m.id
  )
  SELECT EXISTS (SELECT FROM makers WHERE kind = 'person' AND id = person)
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: it stays as it is', TG_OP, TG_TABLE_NAME USING ERRCODE = 'DQA02';
END $$;

-- What was asked for never changes; what was decided, used or has lapsed never changes again.
CREATE FUNCTION guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  fates text[] := ARRAY['used_at', 'lapsed_at'];
  decisions text[] := ARRAY['decision', 'decided_at', 'decided_by_kind', 'decided_by_id', 'decision_reason_sealed'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.decision, NEW.decision_reason_sealed, NEW.used_at, NEW.lapsed_at) > 0 THEN
      RAISE EXCEPTION 'an approval begins undecided and unused' USING ERRCODE = 'DQA02';
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(OLD) - fates - decisions) <> (to_jsonb(NEW) - fates - decisions)
    OR (OLD.decision IS NOT NULL AND (to_jsonb(OLD) - fates) <> (to_jsonb(NEW) - fates))
    OR (num_nonnulls(OLD.used_at, OLD.lapsed_at) > 0 AND to_jsonb(OLD) <> to_jsonb(NEW))
  THEN
    RAISE EXCEPTION 'what was asked for, decided or used stays as it is' USING ERRCODE = 'DQA02';
  END IF;
  -- By the database's own clock, too: a time that was made up makes nothing late good.
  IF NEW.lapsed_at IS NULL AND NEW.expires_at <= clock_timestamp() AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
    RAISE EXCEPTION 'the approval has expired' USING ERRCODE = 'DQA01';
  END IF;
  IF OLD.decision IS NULL AND NEW.decision IS NOT NULL
    AND stands_behind(NEW.decided_by_id, NEW.requested_by_kind, NEW.requested_by_id)
  THEN
    RAISE EXCEPTION 'nobody is the second person to themselves, nor to a key they have made'
      USING ERRCODE = 'DQA02';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER approvals_guard BEFORE INSERT OR UPDATE ON approvals
  FOR EACH ROW EXECUTE FUNCTION guard_approval();
CREATE TRIGGER approvals_stay BEFORE DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER approvals_stay_all BEFORE TRUNCATE ON approvals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Marks an approval used, or refuses: it has to be for this, asked for by who acts, approved, unused and in time.
CREATE FUNCTION use_approval(
  approval uuid, act text, target text, payload_part jsonb, by_kind text, by_id text, use_time timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE approvals a SET used_at = use_time
  WHERE a.id = approval AND a.kind = act AND a.target_id = target
    AND a.requested_by_kind = by_kind AND a.requested_by_id = by_id
    AND a.decision = 'approved' AND a.used_at IS NULL AND a.lapsed_at IS NULL AND a.expires_at > use_time
    AND NOT EXISTS (
      SELECT FROM jsonb_each(payload_part) part WHERE a.payload -> part.key IS DISTINCT FROM part.value
    );
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such approval of % may be used', act USING ERRCODE = 'DQA01';
  END IF;
END $$;

CREATE FUNCTION takes_second_person(act text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM service_settings WHERE act = ANY(four_eyes))
$$;

-- For the table of an act, AFTER INSERT. Arguments: the kind, the column that is the target, and the columns that have
-- to equal the members of the same name in the payload. The table has approval_id, at, actor_kind and actor_id.
CREATE FUNCTION demand_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  act jsonb := to_jsonb(NEW);
  payload_part jsonb := '{}';
BEGIN
  IF NEW.approval_id IS NULL THEN
    IF takes_second_person(TG_ARGV[0]) THEN
      RAISE EXCEPTION '% takes a second person', TG_ARGV[0] USING ERRCODE = 'DQA01';
    END IF;
    RETURN NULL;
  END IF;
  FOR i IN 2 .. TG_NARGS - 1 LOOP
    payload_part := payload_part || jsonb_build_object(TG_ARGV[i], act -> TG_ARGV[i]);
  END LOOP;
  PERFORM use_approval(
    NEW.approval_id, TG_ARGV[0], act ->> TG_ARGV[1], payload_part, NEW.actor_kind, NEW.actor_id, NEW.at
  );
  RETURN NULL;
END $$;

CREATE TRIGGER reveals_approval AFTER INSERT ON reveals
  FOR EACH ROW EXECUTE FUNCTION demand_approval('reveal', 'match_id', 'fields');
CREATE TRIGGER reveals_stay BEFORE UPDATE OR DELETE ON reveals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reveals_stay_all BEFORE TRUNCATE ON reveals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The settings as an approval of a change holds them.
CREATE FUNCTION settings_payload(settings service_settings) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'fourEyes', settings.four_eyes, 'approvalHours', settings.approval_hours,
    'probingEnabled', settings.probing_enabled, 'probingWindowMinutes', settings.probing_window_minutes,
    'probingMaxIdentities', settings.probing_max_identities, 'probingMaxClimbs', settings.probing_max_climbs,
    'probingThrottleMinutes', settings.probing_throttle_minutes
  )
$$;

-- Whether less is protected than before.
CREATE FUNCTION weakens(settings service_settings, before service_settings) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT NOT (settings.four_eyes @> before.four_eyes)
    OR settings.approval_hours > before.approval_hours
    OR (before.probing_enabled AND (
      NOT settings.probing_enabled
      OR settings.probing_window_minutes < before.probing_window_minutes
      OR settings.probing_max_identities > before.probing_max_identities
      OR settings.probing_max_climbs > before.probing_max_climbs
      OR settings.probing_throttle_minutes < before.probing_throttle_minutes
    ))
$$;

CREATE FUNCTION guard_settings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF 'settings' = ANY(OLD.four_eyes) AND weakens(NEW, OLD) THEN
    IF NEW.approval_id IS NULL THEN
      RAISE EXCEPTION 'to weaken the settings takes a second person' USING ERRCODE = 'DQA01';
    END IF;
    PERFORM use_approval(
      NEW.approval_id, 'settings', 'service', settings_payload(NEW), NEW.changed_by_kind, NEW.changed_by_id,
      NEW.changed_at
    );
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER service_settings_guard BEFORE UPDATE ON service_settings
  FOR EACH ROW EXECUTE FUNCTION guard_settings();
CREATE TRIGGER service_settings_stay BEFORE DELETE ON service_settings
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER service_settings_stay_all BEFORE TRUNCATE ON service_settings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
