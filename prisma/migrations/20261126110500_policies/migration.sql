-- CreateTable
CREATE TABLE "policies" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "minimum_decisive" INTEGER NOT NULL,
    "fields" JSONB NOT NULL,
    "note_sealed" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_kind" TEXT NOT NULL,
    "created_by_id" TEXT NOT NULL,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_publications" (
    "id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "policy_id" UUID NOT NULL,
    "replaces" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "reason_sealed" BYTEA,
    "approval_id" UUID,

    CONSTRAINT "policy_publications_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "policies_name_version_key" ON "policies"("name", "version");

-- CreateIndex
CREATE UNIQUE INDEX "policy_publications_place_key" ON "policy_publications"("place");

-- CreateIndex
CREATE INDEX "policy_publications_policy_id_place_idx" ON "policy_publications"("policy_id", "place" DESC);

-- AddForeignKey
ALTER TABLE "policy_publications" ADD CONSTRAINT "policy_publications_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_publications" ADD CONSTRAINT "policy_publications_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand.

ALTER TABLE "policies"
  ADD CONSTRAINT "policies_name" CHECK ("name" ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  ADD CONSTRAINT "policies_version" CHECK ("version" ~ '^[1-9][0-9]{0,8}$'),
  ADD CONSTRAINT "policies_minimum_decisive" CHECK ("minimum_decisive" BETWEEN 1 AND 9),
  ADD CONSTRAINT "policies_fields" CHECK (jsonb_typeof("fields") = 'object'),
  ADD CONSTRAINT "policies_created_by" CHECK ("created_by_kind" IN ('bootstrap', 'key', 'person', 'service'));

ALTER TABLE "policy_publications"
  ADD CONSTRAINT "policy_publications_actor" CHECK ("actor_kind" IN ('bootstrap', 'key', 'person', 'service')),
  -- Only what came with the service was put into force by nobody.
  ADD CONSTRAINT "policy_publications_first" CHECK (
    num_nulls("replaces", "reason_sealed") IN (0, 2) AND ("replaces" IS NULL) = ("actor_kind" = 'service')
  ),
  ADD CONSTRAINT "policy_publications_other" CHECK ("policy_id" <> "replaces");

-- The policy that matches were judged by before there were others: DEFAULT_POLICY of libs/dqe-idmobile.
INSERT INTO "policies" ("id", "name", "version", "minimum_decisive", "fields", "created_at", "created_by_kind", "created_by_id")
VALUES ('01900000-0000-7000-8000-000000000001', 'default', '1', 2, '{
  "familyName": {"agreesFrom": 0.85, "contradictsBelow": 0.6, "weight": "decisive"},
  "givenName": {"agreesFrom": 0.8, "contradictsBelow": 0.5, "weight": "decisive"},
  "birthDate": {"agreesFrom": 1, "contradictsBelow": 0.8, "weight": "decisive"},
  "gender": {"agreesFrom": 1, "contradictsBelow": 1, "weight": "supporting"},
  "email": {"agreesFrom": 0.9, "contradictsBelow": 0.3, "weight": "supporting"},
  "address.country": {"agreesFrom": 0.9, "contradictsBelow": 0.5, "weight": "supporting"},
  "address.postalCode": {"agreesFrom": 0.8, "contradictsBelow": 0.4, "weight": "supporting"},
  "address.streetAddress": {"agreesFrom": 0.7, "contradictsBelow": 0.3, "weight": "supporting"},
  "address.locality": {"agreesFrom": 0.7, "contradictsBelow": 0.3, "weight": "supporting"}
}', now(), 'service', 'default');
INSERT INTO "policy_publications" ("id", "place", "policy_id", "at", "actor_kind", "actor_id")
VALUES (
  '01900000-0000-7000-8000-000000000002', 1, '01900000-0000-7000-8000-000000000001', now(), 'service', 'default'
);

-- Other rules are another version, and what was in force when stays known.
CREATE TRIGGER policies_stay BEFORE UPDATE OR DELETE ON policies FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_stay_all BEFORE TRUNCATE ON policies FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_publications_stay BEFORE UPDATE OR DELETE ON policy_publications
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_publications_stay_all BEFORE TRUNCATE ON policy_publications
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One at a time, and in place of what is in force now: who saw what would change saw it against that.
CREATE FUNCTION guard_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest record;
BEGIN
  PERFORM pg_advisory_xact_lock(1685153056);
  SELECT place, policy_id INTO newest FROM policy_publications ORDER BY place DESC LIMIT 1;
  IF NEW.replaces IS DISTINCT FROM newest.policy_id THEN
    RAISE EXCEPTION 'another policy was put into force meanwhile' USING ERRCODE = 'DQA05';
  END IF;
  NEW.place := newest.place + 1;
  RETURN NEW;
END $$;

CREATE TRIGGER policy_publications_guard BEFORE INSERT ON policy_publications
  FOR EACH ROW EXECUTE FUNCTION guard_publication();
CREATE TRIGGER policy_publications_approval AFTER INSERT ON policy_publications
  FOR EACH ROW EXECUTE FUNCTION demand_approval('policy', 'policy_id', 'replaces');
