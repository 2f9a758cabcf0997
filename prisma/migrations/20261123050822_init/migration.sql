-- CreateEnum
CREATE TYPE "match_status" AS ENUM ('requested', 'consent_pending', 'retrieving', 'scored', 'rejected', 'expired', 'unknown');

-- CreateEnum
CREATE TYPE "verdict_result" AS ENUM ('match', 'partial', 'mismatch', 'insufficient');

-- CreateTable
CREATE TABLE "matches" (
    "id" UUID NOT NULL,
    "status" "match_status" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "number_sealed" BYTEA NOT NULL,
    "number_index" BYTEA NOT NULL,
    "number_hint" VARCHAR(2) NOT NULL,
    "country" CHAR(2) NOT NULL,
    "identity_sealed" BYTEA NOT NULL,
    "consent_offered" BOOLEAN NOT NULL,
    "return_url_sealed" BYTEA,
    "code_name" TEXT,
    "purpose" TEXT,
    "reference" TEXT,
    "operator" TEXT,
    "scores" JSONB,
    "verdict" "verdict_result",
    "verdict_policy" TEXT,
    "verdict_reasons" JSONB,
    "error_id" TEXT,
    "error_type" TEXT,
    "error_category" TEXT,
    "error_retryable" BOOLEAN,
    "idempotency_key" BYTEA,
    "request_fingerprint" BYTEA,
    "request_id" TEXT,

    CONSTRAINT "matches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent_sessions" (
    "match_id" UUID NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "token_sealed" BYTEA,
    "url_sealed" BYTEA NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_sessions_pkey" PRIMARY KEY ("match_id")
);

-- CreateTable
CREATE TABLE "match_events" (
    "id" UUID NOT NULL,
    "match_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "match_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "matches_idempotency_key_key" ON "matches"("idempotency_key");

-- CreateIndex
CREATE INDEX "matches_number_index_id_idx" ON "matches"("number_index", "id" DESC);

-- CreateIndex
CREATE INDEX "matches_reference_id_idx" ON "matches"("reference", "id" DESC);

-- CreateIndex
CREATE INDEX "matches_status_id_idx" ON "matches"("status", "id" DESC);

-- CreateIndex
CREATE INDEX "matches_created_at_idx" ON "matches"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "consent_sessions_state_hash_key" ON "consent_sessions"("state_hash");

-- CreateIndex
CREATE INDEX "consent_sessions_expires_at_idx" ON "consent_sessions"("expires_at");

-- CreateIndex
CREATE INDEX "match_events_match_id_id_idx" ON "match_events"("match_id", "id");

-- AddForeignKey
ALTER TABLE "consent_sessions" ADD CONSTRAINT "consent_sessions_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "matches"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "match_events" ADD CONSTRAINT "match_events_match_id_fkey" FOREIGN KEY ("match_id") REFERENCES "matches"("id") ON DELETE CASCADE ON UPDATE CASCADE;
