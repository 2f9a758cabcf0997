-- CreateTable
CREATE TABLE "report_runs" (
    "id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "period_from" TIMESTAMPTZ(3) NOT NULL,
    "period_to" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "failure" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_runs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "report_runs_ended_at_idx" ON "report_runs"("ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_runs_schedule_id_period_from_period_to_key" ON "report_runs"("schedule_id", "period_from", "period_to");

-- AddForeignKey
ALTER TABLE "report_runs" ADD CONSTRAINT "report_runs_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "report_schedules"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand.

ALTER TABLE "report_runs"
  ADD CONSTRAINT "report_runs_state" CHECK ("state" IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  ADD CONSTRAINT "report_runs_ended" CHECK (
    ("ended_at" IS NULL OR "state" IN ('completed', 'failed', 'cancelled'))
    AND ("ended_at" IS NOT NULL OR "state" IN ('queued', 'running', 'failed'))
  );

-- What was made before. The first of its files was made at that time.
INSERT INTO "report_runs" ("id", "schedule_id", "period_from", "period_to", "state", "done", "total", "requested_at", "started_at", "ended_at")
SELECT min("id"::text)::uuid, "schedule_id", "period_from", "period_to",
  CASE WHEN bool_and("announced_at" IS NOT NULL) THEN 'completed' ELSE 'running' END,
  count("announced_at"), count(*), min("written_at"), min("written_at"),
  CASE WHEN bool_and("announced_at" IS NOT NULL) THEN max("announced_at") END
FROM "report_files" GROUP BY "schedule_id", "period_from", "period_to";

ALTER TABLE "report_files" DROP COLUMN "announced_at";
