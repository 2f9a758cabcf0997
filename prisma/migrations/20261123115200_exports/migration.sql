-- CreateTable
CREATE TABLE "exports" (
    "id" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "within" TEXT,
    "filter" JSONB NOT NULL,
    "reason_sealed" BYTEA NOT NULL,
    "requested_by_kind" TEXT NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "application" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "snapshot_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "written" INTEGER NOT NULL DEFAULT 0,
    "read_from" TIMESTAMPTZ(3),
    "read_until" TIMESTAMPTZ(3),
    "since" BIGINT,
    "checkpoint_size" BIGINT,
    "checkpoint" TEXT,
    "events" INTEGER,
    "pending" JSONB,
    "last_event" BIGINT NOT NULL DEFAULT -1,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "file" TEXT,
    "bytes" BIGINT,
    "sha256" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_matches" (
    "export_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "match_id" UUID NOT NULL,

    CONSTRAINT "export_matches_pkey" PRIMARY KEY ("export_id","place")
);

-- CreateTable
CREATE TABLE "export_chunks" (
    "export_id" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "export_chunks_pkey" PRIMARY KEY ("export_id","part","seq")
);

-- CreateIndex
CREATE INDEX "exports_state_idx" ON "exports"("state");

-- From here on by hand.

ALTER TABLE "exports"
  ADD CONSTRAINT "exports_format" CHECK ("format" IN ('csv', 'ndjson', 'bundle')),
  ADD CONSTRAINT "exports_state" CHECK (
    "state" IN ('queued', 'running', 'completed', 'failed', 'cancelled', 'expired')
  ),
  ADD CONSTRAINT "exports_stage" CHECK ("stage" IN ('rows', 'events', 'pack')),
  ADD CONSTRAINT "exports_completed" CHECK (
    "state" <> 'completed'
    OR ("file" IS NOT NULL AND "bytes" IS NOT NULL AND "sha256" IS NOT NULL AND "expires_at" IS NOT NULL)
  ),
  ADD CONSTRAINT "exports_counts" CHECK ("written" <= "done" AND "done" <= "rows");
