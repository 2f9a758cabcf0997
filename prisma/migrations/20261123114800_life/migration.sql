-- CreateTable
CREATE TABLE "retention_rules" (
    "id" UUID NOT NULL,
    "live_key" TEXT,
    "application" TEXT,
    "purpose" TEXT,
    "clock" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "duty" BOOLEAN NOT NULL,
    "ground" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_kind" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_kind" TEXT,
    "ended_by_id" TEXT,
    "superseded_by" UUID,
    "approval_id" UUID,
    "end_approval_id" UUID,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relationships" (
    "id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "application" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by_kind" TEXT NOT NULL,
    "changed_by_id" TEXT NOT NULL,

    CONSTRAINT "relationships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "legal_holds" (
    "id" UUID NOT NULL,
    "subject_id" UUID NOT NULL,
    "match_id" UUID,
    "application" TEXT,
    "reason_sealed" BYTEA NOT NULL,
    "disclose" BOOLEAN NOT NULL,
    "until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_kind" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "released_by_kind" TEXT,
    "released_by_id" TEXT,
    "release_reason_sealed" BYTEA,

    CONSTRAINT "legal_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_runs" (
    "id" UUID NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "cursor" UUID,
    "night" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by_kind" TEXT,
    "started_by_id" TEXT,
    "approval_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "report" JSONB NOT NULL,

    CONSTRAINT "retention_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasures" (
    "id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "case_reference" TEXT,
    "application" TEXT,
    "subject_id" UUID,
    "approval_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "refusals" JSONB NOT NULL,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "match_notices_match_id_idx" ON "match_notices"("match_id");

-- CreateIndex
CREATE UNIQUE INDEX "retention_rules_live_key_key" ON "retention_rules"("live_key");

-- CreateIndex
CREATE UNIQUE INDEX "relationships_subject_id_application_key" ON "relationships"("subject_id", "application");

-- CreateIndex
CREATE INDEX "legal_holds_subject_id_idx" ON "legal_holds"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "retention_runs_night_key" ON "retention_runs"("night");

-- CreateIndex
CREATE INDEX "retention_runs_state_idx" ON "retention_runs"("state");

-- CreateIndex
CREATE INDEX "erasures_subject_id_idx" ON "erasures"("subject_id");

-- AddForeignKey
ALTER TABLE "retention_rules" ADD CONSTRAINT "retention_rules_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retention_rules" ADD CONSTRAINT "retention_rules_end_approval_id_fkey" FOREIGN KEY ("end_approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retention_runs" ADD CONSTRAINT "retention_runs_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subjects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subjects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is by hand: db:diff does not see it.

ALTER TABLE "retention_rules"
    ADD CONSTRAINT "retention_rules_clock" CHECK ("clock" IN ('settlement', 'relationship_end')),
    ADD CONSTRAINT "retention_rules_days" CHECK ("days" BETWEEN 0 AND 36500),
    ADD CONSTRAINT "retention_rules_ground" CHECK ("ground" ~ '^[a-z][a-z_]{0,31}$'),
    ADD CONSTRAINT "retention_rules_ended" CHECK (("ended_at" IS NULL) = ("live_key" IS NOT NULL)),
    ADD CONSTRAINT "retention_rules_ended_by" CHECK (("ended_at" IS NULL) = ("ended_by_id" IS NULL));

ALTER TABLE "legal_holds"
    ADD CONSTRAINT "legal_holds_released" CHECK (
        ("released_at" IS NULL) = ("released_by_id" IS NULL)
        AND ("released_at" IS NULL) = ("release_reason_sealed" IS NULL)
    );

ALTER TABLE "retention_runs"
    ADD CONSTRAINT "retention_runs_state" CHECK ("state" IN ('running', 'completed')),
    ADD CONSTRAINT "retention_runs_stage" CHECK ("stage" IN ('matches', 'subjects')),
    ADD CONSTRAINT "retention_runs_ended" CHECK (("state" = 'running') = ("ended_at" IS NULL));

ALTER TABLE "erasures"
    ADD CONSTRAINT "erasures_outcome" CHECK ("outcome" IN ('erased', 'refused', 'nothing_held')),
    ADD CONSTRAINT "erasures_ground" CHECK (
        "ground" IN ('request', 'consent_withdrawn', 'objection', 'unlawful', 'other')
    ),
    ADD CONSTRAINT "erasures_case" CHECK ("case_reference" ~ '^[A-Za-z0-9._/-]{1,64}$'),
    ADD CONSTRAINT "erasures_nobody" CHECK (("outcome" = 'nothing_held') = ("subject_id" IS NULL));

-- Whoever was erased gets nothing new: a match that was about to be written meanwhile is not.
CREATE FUNCTION "refuse_erased_subject"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.subject_id IS NOT NULL THEN
        PERFORM FROM subjects WHERE id = NEW.subject_id AND erased_at IS NULL FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the subject was erased' USING ERRCODE = 'DQA03';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "matches_of_the_erased" BEFORE INSERT ON "matches"
    FOR EACH ROW EXECUTE FUNCTION "refuse_erased_subject"();
CREATE TRIGGER "relationships_of_the_erased" BEFORE INSERT ON "relationships"
    FOR EACH ROW EXECUTE FUNCTION "refuse_erased_subject"();
CREATE TRIGGER "legal_holds_of_the_erased" BEFORE INSERT ON "legal_holds"
    FOR EACH ROW EXECUTE FUNCTION "refuse_erased_subject"();

-- A rule ends once, and a hold is released once; nothing else of them changes.
CREATE FUNCTION "keep_retention_rule"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ends text[] := ARRAY['live_key', 'ended_at', 'ended_by_kind', 'ended_by_id', 'superseded_by', 'end_approval_id'];
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
        OR to_jsonb(NEW) - ends IS DISTINCT FROM to_jsonb(OLD) - ends
    THEN
        RAISE EXCEPTION 'a retention rule is not changed, another follows it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "retention_rules_kept" BEFORE UPDATE OR DELETE ON "retention_rules"
    FOR EACH ROW EXECUTE FUNCTION "keep_retention_rule"();

-- Who may shorten how long data lives, or end a duty, might as well erase: that takes a second person, too. What an
-- approval is for is the scope of the rule, without its words, and its terms.
CREATE FUNCTION "approve_retention_rule"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.approval_id IS NOT NULL OR takes_second_person('retention')) THEN
        PERFORM use_approval(
            NEW.approval_id, 'retention', encode(sha256(convert_to(NEW.live_key, 'UTF8')), 'hex'),
            jsonb_build_object('clock', NEW.clock, 'days', NEW.days, 'duty', NEW.duty, 'ground', NEW.ground),
            NEW.created_by_kind, NEW.created_by_id, NEW.created_at
        );
    ELSIF TG_OP = 'UPDATE' AND NEW.superseded_by IS NULL
        AND (NEW.end_approval_id IS NOT NULL OR takes_second_person('retention'))
    THEN
        PERFORM use_approval(
            NEW.end_approval_id, 'retention', NEW.id::text, '{}', NEW.ended_by_kind, NEW.ended_by_id, NEW.ended_at
        );
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "retention_rules_approval" AFTER INSERT OR UPDATE ON "retention_rules"
    FOR EACH ROW EXECUTE FUNCTION "approve_retention_rule"();

-- What takes the place of a rule is there by the end of the transaction, and is for the same.
CREATE FUNCTION "refuse_superseded_by_nothing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM retention_rules r WHERE r.id = NEW.superseded_by
            AND (r.application, r.purpose) IS NOT DISTINCT FROM (NEW.application, NEW.purpose)
    ) THEN
        RAISE EXCEPTION 'no rule took the place of this one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "retention_rules_superseded" AFTER UPDATE ON "retention_rules"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.superseded_by IS NOT NULL)
    EXECUTE FUNCTION "refuse_superseded_by_nothing"();

CREATE FUNCTION "approve_retention_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.approval_id IS NOT NULL OR takes_second_person('retention') THEN
        PERFORM use_approval(
            NEW.approval_id, 'retention', 'purge', '{}', NEW.started_by_kind, NEW.started_by_id, NEW.started_at
        );
    END IF;
    RETURN NULL;
END $$;
-- The one of the night takes nobody: the rules were approved.
CREATE TRIGGER "retention_runs_approval" AFTER INSERT ON "retention_runs"
    FOR EACH ROW WHEN (NOT NEW.dry_run AND NEW.night IS NULL) EXECUTE FUNCTION "approve_retention_run"();

CREATE FUNCTION "keep_legal_hold"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at
        OR (NEW.id, NEW.subject_id, NEW.match_id, NEW.application, NEW.until, NEW.created_at)
            IS DISTINCT FROM (OLD.id, OLD.subject_id, OLD.match_id, OLD.application, OLD.until, OLD.created_at)
    THEN
        RAISE EXCEPTION 'a legal hold is released, not changed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
-- No foreign key: a hold that was released outlives its match. The person is locked by the trigger before, so that no
-- purge takes the match away meanwhile. Triggers fire in the order of their names.
CREATE FUNCTION "refuse_hold_of_nothing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM matches WHERE id = NEW.match_id AND subject_id = NEW.subject_id) THEN
        RAISE EXCEPTION 'the person has no such match' USING ERRCODE = 'DQA04';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "legal_holds_of_the_match" BEFORE INSERT ON "legal_holds"
    FOR EACH ROW WHEN (NEW.match_id IS NOT NULL) EXECUTE FUNCTION "refuse_hold_of_nothing"();
CREATE TRIGGER "legal_holds_kept" BEFORE UPDATE ON "legal_holds"
    FOR EACH ROW EXECUTE FUNCTION "keep_legal_hold"();

-- A certificate stays as it was given; and where it takes a second person, there is none without.
CREATE TRIGGER "erasures_approval" AFTER INSERT ON "erasures"
    FOR EACH ROW WHEN (NEW.outcome = 'erased') EXECUTE FUNCTION demand_approval('erasure', 'subject_id', 'ground');
CREATE TRIGGER "erasures_stay" BEFORE UPDATE OR DELETE ON "erasures"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "erasures_stay_all" BEFORE TRUNCATE ON "erasures"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
