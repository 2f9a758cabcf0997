-- CreateTable
CREATE TABLE "report_schedules" (
    "id" UUID NOT NULL,
    "application" TEXT NOT NULL,
    "within" TEXT,
    "report" TEXT NOT NULL,
    "every" TEXT NOT NULL,
    "formats" TEXT[],
    "language" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_kind" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_files" (
    "id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "period_from" TIMESTAMPTZ(3) NOT NULL,
    "period_to" TIMESTAMPTZ(3) NOT NULL,
    "format" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "announced_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_files_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "report_files_written_at_idx" ON "report_files"("written_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_files_schedule_id_period_from_period_to_format_key" ON "report_files"("schedule_id", "period_from", "period_to", "format");

-- AddForeignKey
ALTER TABLE "report_files" ADD CONSTRAINT "report_files_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "report_schedules"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand.

ALTER TABLE "report_schedules"
  ADD CONSTRAINT "report_schedules_every" CHECK ("every" IN ('day', 'week', 'month')),
  ADD CONSTRAINT "report_schedules_formats" CHECK ("formats" <@ ARRAY['csv', 'pdf', 'html'] AND cardinality("formats") > 0),
  ADD CONSTRAINT "report_schedules_language" CHECK ("language" IN ('en', 'fr'));
ALTER TABLE "report_files" ADD CONSTRAINT "report_files_sha256" CHECK ("sha256" ~ '^[0-9a-f]{64}$');
