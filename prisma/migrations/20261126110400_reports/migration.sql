-- CreateTable
CREATE TABLE "report_outcomes" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "span" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "kept" BOOLEAN NOT NULL,
    "application" TEXT NOT NULL,
    "operator" TEXT,
    "country" CHAR(2) NOT NULL,
    "purpose" TEXT,
    "status" "match_status" NOT NULL,
    "verdict" "verdict_result",
    "error_id" TEXT,
    "error_category" TEXT,
    "matches" INTEGER NOT NULL,
    "consent_offered" INTEGER NOT NULL,
    "consent_required" INTEGER NOT NULL,
    "consent_opened" INTEGER NOT NULL,
    "consent_returned" INTEGER NOT NULL,
    "contested" INTEGER NOT NULL,
    "overridden" INTEGER NOT NULL,

    CONSTRAINT "report_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_latencies" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "span" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "kept" BOOLEAN NOT NULL,
    "application" TEXT NOT NULL,
    "operator" TEXT,
    "country" CHAR(2) NOT NULL,
    "purpose" TEXT,
    "bucket" SMALLINT NOT NULL,
    "matches" INTEGER NOT NULL,

    CONSTRAINT "report_latencies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_scores" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "span" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "kept" BOOLEAN NOT NULL,
    "application" TEXT NOT NULL,
    "operator" TEXT,
    "country" CHAR(2) NOT NULL,
    "purpose" TEXT,
    "field" TEXT NOT NULL,
    "available" INTEGER NOT NULL,
    "unavailable" INTEGER NOT NULL,
    "total" BIGINT NOT NULL,
    "bands" INTEGER[],

    CONSTRAINT "report_scores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_state" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "rolled_until" TIMESTAMPTZ(3),

    CONSTRAINT "report_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_marks" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_marks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "report_outcomes_span_start_idx" ON "report_outcomes"("span", "start");

-- CreateIndex
CREATE INDEX "report_latencies_span_start_idx" ON "report_latencies"("span", "start");

-- CreateIndex
CREATE INDEX "report_scores_span_start_idx" ON "report_scores"("span", "start");

-- CreateIndex
CREATE INDEX "report_marks_hour_idx" ON "report_marks"("hour");

-- From here on by hand.

ALTER TABLE "report_outcomes" ADD CONSTRAINT "report_outcomes_span" CHECK ("span" IN ('hour', 'day'));
ALTER TABLE "report_latencies" ADD CONSTRAINT "report_latencies_span" CHECK ("span" IN ('hour', 'day'));
ALTER TABLE "report_scores"
  ADD CONSTRAINT "report_scores_span" CHECK ("span" IN ('hour', 'day')),
  ADD CONSTRAINT "report_scores_bands" CHECK (cardinality("bands") = 11);
ALTER TABLE "report_state" ADD CONSTRAINT "report_state_one_row" CHECK ("id" = 1);
INSERT INTO "report_state" ("id") VALUES (1);

-- An hour is counted twenty minutes after its end. What changes a match that is older than ten minutes marks its hour, so
-- that a change is either counted or marked, however its transaction and the count overlap, as long as it takes less than
-- the ten minutes between. A match that is made and ends at once is younger: the WHEN is all it costs.
CREATE FUNCTION mark_report_hour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO report_marks (hour) VALUES (date_trunc('hour', NEW.created_at, 'UTC'));
  RETURN NULL;
END $$;

CREATE FUNCTION mark_report_hour_of_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO report_marks (hour)
  SELECT date_trunc('hour', created_at, 'UTC') FROM matches WHERE id = NEW.match_id;
  RETURN NULL;
END $$;

CREATE FUNCTION mark_report_hours_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO report_marks (hour) SELECT DISTINCT date_trunc('hour', created_at, 'UTC') FROM gone;
  RETURN NULL;
END $$;

CREATE TRIGGER matches_report_made AFTER INSERT ON matches FOR EACH ROW
  WHEN (NEW.created_at < now() - interval '10 minutes') EXECUTE FUNCTION mark_report_hour();
CREATE TRIGGER matches_report_changed AFTER UPDATE OF
    status, settled_at, application, operator, country, purpose, scores, verdict, error_id, error_category,
    review_state, override_verdict
  ON matches FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '10 minutes') EXECUTE FUNCTION mark_report_hour();
CREATE TRIGGER matches_report_deleted AFTER DELETE ON matches
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION mark_report_hours_deleted();
CREATE TRIGGER consent_sessions_report_changed AFTER INSERT OR UPDATE OF bound_at, claimed_at, opened_at
  ON consent_sessions FOR EACH ROW
  WHEN (NEW.opened_at < now() - interval '10 minutes') EXECUTE FUNCTION mark_report_hour_of_consent();
