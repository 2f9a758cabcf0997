-- What a person did, in the access log: a match is its own line of it. Nearly all matches are made by keys, and have no place here.
CREATE INDEX "matches_actor_id_idx" ON "matches"("actor_kind", "actor_id", "id" DESC) WHERE "actor_kind" <> 'key';
