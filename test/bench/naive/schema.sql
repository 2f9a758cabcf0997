-- What `prisma db push` makes of schema.prisma; that command needs an engine that is downloaded.
CREATE TABLE "Match" (
  "id" UUID NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'requested',
  "number" TEXT NOT NULL,
  "identity" JSONB NOT NULL,
  "reference" TEXT,
  "operator" TEXT,
  "scores" JSONB,
  "verdict" TEXT,
  "errorId" TEXT,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "settledAt" TIMESTAMP(3),
  CONSTRAINT "Match_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Match_number_idx" ON "Match" ("number");
CREATE INDEX "Match_createdAt_idx" ON "Match" ("createdAt");
