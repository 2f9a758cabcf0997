-- By hand: Prisma's schema knows no partial indexes.
--
-- What a list is filtered by and fits little of what there is, or nothing at all: without an index, all matches are looked
-- at until a page is full. Each holds only what is worth looking for, so that most matches write one entry of these four.

-- One as soon as an operator is known.
CREATE INDEX "matches_operator_id_idx" ON "matches"("operator", "id" DESC) WHERE "operator" IS NOT NULL;
-- Of the few that were rejected.
CREATE INDEX "matches_error_id_id_idx" ON "matches"("error_id", "id" DESC) WHERE "error_id" IS NOT NULL;
-- Nearly all are French: a page of those is full soon.
CREATE INDEX "matches_country_id_idx" ON "matches"("country", "id" DESC) WHERE "country" <> 'FR';
-- The others are the most of what there is; a page of those is full soon.
CREATE INDEX "matches_verdict_id_idx" ON "matches"("verdict", "id" DESC) WHERE "verdict" IN ('mismatch', 'insufficient');
