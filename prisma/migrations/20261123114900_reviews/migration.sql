-- AlterTable
ALTER TABLE "matches" ADD COLUMN     "identity_index" BYTEA,
ADD COLUMN     "override_at" TIMESTAMPTZ(3),
ADD COLUMN     "override_verdict" "verdict_result",
ADD COLUMN     "review_state" TEXT;

-- CreateTable
CREATE TABLE "probings" (
    "subject_id" UUID NOT NULL,
    "match_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "identities" INTEGER NOT NULL,
    "climbs" INTEGER NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reported_at" TIMESTAMPTZ(3),

    CONSTRAINT "probings_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "reviews" (
    "id" UUID NOT NULL,
    "match_id" UUID NOT NULL,
    "subject_id" UUID,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by_kind" TEXT,
    "opened_by_id" TEXT,
    "reason_sealed" BYTEA,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_kind" TEXT,
    "closed_by_id" TEXT,
    "resolution" TEXT,
    "closing_reason_sealed" BYTEA,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdict_overrides" (
    "id" UUID NOT NULL,
    "match_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "review_id" UUID,
    "verdict" "verdict_result" NOT NULL,
    "previous_verdict" "verdict_result" NOT NULL,
    "reason_sealed" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "approval_id" UUID,

    CONSTRAINT "verdict_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reviews_match_id_id_idx" ON "reviews"("match_id", "id" DESC);

-- CreateIndex
CREATE INDEX "reviews_state_id_idx" ON "reviews"("state", "id" DESC);

-- CreateIndex
CREATE INDEX "reviews_subject_id_idx" ON "reviews"("subject_id");

-- CreateIndex
CREATE INDEX "verdict_overrides_review_id_idx" ON "verdict_overrides"("review_id");

-- CreateIndex
CREATE UNIQUE INDEX "verdict_overrides_match_id_ordinal_key" ON "verdict_overrides"("match_id", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "verdict_overrides_approval_id_key" ON "verdict_overrides"("approval_id");

-- AddForeignKey
ALTER TABLE "verdict_overrides" ADD CONSTRAINT "verdict_overrides_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "probings" ADD CONSTRAINT "probings_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subjects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "matches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subjects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_overrides" ADD CONSTRAINT "verdict_overrides_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "matches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict_overrides" ADD CONSTRAINT "verdict_overrides_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- By hand from here on: what the schema language has no words for.

ALTER TABLE "matches" ADD CONSTRAINT "matches_review_state_check" CHECK ("review_state" IN ('open', 'closed')),
ADD CONSTRAINT "matches_override_check" CHECK (("override_verdict" IS NULL) = ("override_at" IS NULL));

ALTER TABLE "probings" ADD CONSTRAINT "probings_kind_check" CHECK ("kind" IN ('identities', 'climbing'));

ALTER TABLE "reviews" ADD CONSTRAINT "reviews_cause_check" CHECK ("cause" IN ('contested', 'probing')),
ADD CONSTRAINT "reviews_state_check" CHECK ("state" = CASE WHEN "closed_at" IS NULL THEN 'open' ELSE 'closed' END),
ADD CONSTRAINT "reviews_resolution_check" CHECK (
  ("resolution" IS NULL) = ("closed_at" IS NULL) AND "resolution" IN ('upheld', 'overridden', 'dismissed')
);

ALTER TABLE "verdict_overrides" ADD CONSTRAINT "verdict_overrides_change_check" CHECK ("verdict" <> "previous_verdict"),
-- A machine does not decide.
ADD CONSTRAINT "verdict_overrides_actor_check" CHECK ("actor_kind" = 'person');

CREATE UNIQUE INDEX "reviews_open_key" ON "reviews"("match_id", "cause") WHERE "state" = 'open';
CREATE INDEX "matches_review_open_idx" ON "matches"("id" DESC) WHERE "review_state" = 'open';
CREATE INDEX "matches_overridden_idx" ON "matches"("id" DESC) WHERE "override_verdict" IS NOT NULL;

-- A verdict stays as it was, and so does what a person made of it.
CREATE TRIGGER "matches_verdict_stays" BEFORE UPDATE OF "verdict" ON "matches" FOR EACH ROW
  WHEN (OLD."verdict" <> NEW."verdict") EXECUTE FUNCTION refuse_change();

CREATE TRIGGER "verdict_overrides_stay"
  BEFORE UPDATE OF "match_id", "ordinal", "verdict", "previous_verdict", "at", "actor_kind", "actor_id", "approval_id"
  ON "verdict_overrides" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Whoever was erased gets no new case; and the person is locked before the match, as everywhere.
CREATE TRIGGER "reviews_of_the_erased" BEFORE INSERT ON "reviews" FOR EACH ROW
  EXECUTE FUNCTION refuse_erased_subject();

-- Four eyes: see the migration of approvals.
CREATE TRIGGER "verdict_overrides_approval" AFTER INSERT ON "verdict_overrides" FOR EACH ROW
  EXECUTE FUNCTION demand_approval('verdict', 'match_id', 'verdict');

-- Whoever is erased is found by nothing any more.
CREATE FUNCTION forget_identities() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE matches SET identity_index = NULL WHERE subject_id = NEW.id AND identity_index IS NOT NULL;
  DELETE FROM probings WHERE subject_id = NEW.id;
  RETURN NULL;
END $$;

CREATE TRIGGER "subjects_forget_identities" AFTER UPDATE OF "number_index" ON "subjects" FOR EACH ROW
  WHEN (NEW."number_index" IS NULL) EXECUTE FUNCTION forget_identities();

-- How often an identity came closer to the truth than all that were tried on the number before: in more fields that
-- agree, or in the score of one field. `p_after` is the last match that is not looked at.
CREATE FUNCTION probing_climbs(p_subject uuid, p_since uuid, p_after uuid) RETURNS integer LANGUAGE sql STABLE AS $$
  WITH tries AS (
    -- Of one identity the first answer: the same again climbs nowhere.
    SELECT DISTINCT ON (identity_index) id, scores, (
      SELECT count(*) FROM jsonb_array_elements(verdict_reasons) r WHERE r ->> 'finding' = 'agrees'
    ) AS agreeing
    FROM matches
    WHERE subject_id = p_subject AND id >= p_since AND (p_after IS NULL OR id > p_after)
      AND identity_index IS NOT NULL AND scores IS NOT NULL
    ORDER BY identity_index, id
  ), similarities AS (
    SELECT t.id, f.key AS field, f.value FROM tries t, jsonb_each(t.scores) f WHERE f.key <> 'address'
    UNION ALL
    SELECT t.id, 'address.' || f.key, f.value FROM tries t, jsonb_each(t.scores -> 'address') f
  ), compared AS (
    SELECT id, value::numeric AS score, max(value::numeric) OVER (
      PARTITION BY field ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS best
    FROM similarities WHERE jsonb_typeof(value) = 'number'
    UNION ALL
    SELECT id, agreeing, max(agreeing) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) FROM tries
  )
  SELECT count(DISTINCT id)::integer FROM compared WHERE score > best
$$;

-- Whether one more identity may be tried on the number of `p_subject`; where not, that is noted in `probings`. Meant to
-- be asked by the statement that opens the match: the lock is held until that has ended, so that of many at once each
-- sees those before it. Only VOLATILE functions see what was committed since the statement began.
CREATE FUNCTION admit_identity(
  p_subject uuid, p_identity bytea, p_idempotency_key bytea, p_now timestamptz, p_since uuid,
  p_max_identities integer, p_max_climbs integer, p_throttle_minutes integer
) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  v_last probings%ROWTYPE;
  v_identities integer;
  v_climbs integer;
  v_match uuid;
BEGIN
  FOR v_round IN 1..2 LOOP
    -- The same again tells nothing new, and a repetition is answered as the first time: neither waits for the lock.
    IF EXISTS (
      SELECT FROM matches WHERE subject_id = p_subject AND id >= p_since AND identity_index = p_identity
    ) OR p_idempotency_key IS NOT NULL AND EXISTS (
      SELECT FROM matches WHERE idempotency_key = p_idempotency_key
    ) THEN
      RETURN true;
    END IF;
    IF v_round = 1 THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('admit_identity ' || p_subject::text, 0));
    END IF;
  END LOOP;

  SELECT * INTO v_last FROM probings WHERE subject_id = p_subject;
  IF v_last.until > p_now THEN
    RETURN false;
  END IF;

  SELECT count(DISTINCT identity_index) INTO v_identities FROM matches
  WHERE subject_id = p_subject AND id >= p_since AND (v_last.match_id IS NULL OR id > v_last.match_id);
  v_climbs := probing_climbs(p_subject, p_since, v_last.match_id);
  SELECT id INTO v_match FROM matches WHERE subject_id = p_subject ORDER BY id DESC LIMIT 1;
  IF v_match IS NULL OR v_identities < p_max_identities AND v_climbs < p_max_climbs THEN
    RETURN true;
  END IF;

  INSERT INTO probings (subject_id, match_id, kind, identities, climbs, detected_at, until)
  VALUES (
    p_subject, v_match, CASE WHEN v_identities < p_max_identities THEN 'climbing' ELSE 'identities' END,
    v_identities, v_climbs, p_now, p_now + make_interval(mins => p_throttle_minutes)
  )
  ON CONFLICT (subject_id) DO UPDATE SET match_id = EXCLUDED.match_id, kind = EXCLUDED.kind,
    identities = EXCLUDED.identities, climbs = EXCLUDED.climbs, detected_at = EXCLUDED.detected_at,
    until = EXCLUDED.until, reported_at = NULL;
  RETURN false;
END $$;
