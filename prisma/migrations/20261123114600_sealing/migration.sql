-- DropIndex
DROP INDEX "matches_number_index_id_idx";

-- AlterTable
ALTER TABLE "consent_sessions" ALTER COLUMN "url_sealed" DROP NOT NULL;

-- AlterTable
ALTER TABLE "matches" DROP COLUMN "number_index",
ADD COLUMN     "answer_sealed" BYTEA,
ADD COLUMN     "email_index" BYTEA;

-- CreateTable
CREATE TABLE "key_rotations" (
    "id" UUID NOT NULL,
    "primary_key_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "total" INTEGER NOT NULL,
    "moved" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "key_rotations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "key_rotations_started_at_idx" ON "key_rotations"("started_at" DESC);

-- CreateIndex
CREATE INDEX "matches_email_index_id_idx" ON "matches"("email_index", "id" DESC);
