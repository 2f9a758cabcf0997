-- CreateTable
CREATE TABLE "log_checks" (
    "id" UUID NOT NULL,
    "night" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "started_by_kind" TEXT,
    "started_by_id" TEXT,
    "seen_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "size" BIGINT,
    "result" TEXT,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "found" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "log_checks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "log_checks_night_key" ON "log_checks"("night");

-- CreateIndex
CREATE INDEX "log_checks_ended_at_idx" ON "log_checks"("ended_at");

-- From here on by hand.

ALTER TABLE "log_checks"
  ADD CONSTRAINT "log_checks_result" CHECK ("result" IN ('ok', 'failed')),
  ADD CONSTRAINT "log_checks_ended" CHECK (("ended_at" IS NULL) = ("result" IS NULL));

-- One at a time: each reads the whole log.
CREATE UNIQUE INDEX "log_checks_one_under_way" ON "log_checks" ((true)) WHERE "ended_at" IS NULL;
