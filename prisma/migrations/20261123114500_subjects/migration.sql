-- AlterTable
ALTER TABLE "matches" ADD COLUMN     "subject_id" UUID;

-- CreateTable
CREATE TABLE "subjects" (
    "id" UUID NOT NULL,
    "number_index" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "subjects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subject_keys" (
    "subject" TEXT NOT NULL,
    "master_key_id" TEXT,
    "wrapped" BYTEA,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "subject_keys_pkey" PRIMARY KEY ("subject")
);

-- CreateIndex
CREATE UNIQUE INDEX "subjects_number_index_key" ON "subjects"("number_index");

-- CreateIndex
CREATE INDEX "subject_keys_master_key_id_subject_idx" ON "subject_keys"("master_key_id", "subject");

-- CreateIndex
CREATE INDEX "matches_subject_id_id_idx" ON "matches"("subject_id", "id" DESC);

-- AddForeignKey
ALTER TABLE "matches" ADD CONSTRAINT "matches_subject_id_fkey" FOREIGN KEY ("subject_id") REFERENCES "subjects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
