-- A verdict belongs to a match that was scored, an error to one that was not. A list that is asked for both, or for one of
-- them with a status it cannot have, is empty without a look (apps/admin/src/matches/prisma-match-selection.ts).
ALTER TABLE "matches" ADD CONSTRAINT "matches_verdict_check" CHECK ("verdict" IS NULL OR "status" = 'scored'),
ADD CONSTRAINT "matches_error_check" CHECK ("error_id" IS NULL OR "status" <> 'scored');
