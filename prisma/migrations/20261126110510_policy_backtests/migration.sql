-- CreateTable
CREATE TABLE "policy_backtests" (
    "id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "active_id" UUID NOT NULL,
    "application" TEXT,
    "range_from" TIMESTAMPTZ(3) NOT NULL,
    "range_to" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "total" INTEGER,
    "done" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "tally" JSONB NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_by_kind" TEXT NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "requester_application" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "policy_backtests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "policy_backtests_policy_id_id_idx" ON "policy_backtests"("policy_id", "id" DESC);

-- CreateIndex
CREATE INDEX "policy_backtests_state_idx" ON "policy_backtests"("state");

-- AddForeignKey
ALTER TABLE "policy_backtests" ADD CONSTRAINT "policy_backtests_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_backtests" ADD CONSTRAINT "policy_backtests_active_id_fkey" FOREIGN KEY ("active_id") REFERENCES "policies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on by hand.

ALTER TABLE "policy_backtests"
  ADD CONSTRAINT "policy_backtests_state" CHECK ("state" IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
  ADD CONSTRAINT "policy_backtests_range" CHECK ("range_from" < "range_to"),
  ADD CONSTRAINT "policy_backtests_ended" CHECK (("ended_at" IS NULL) = ("state" IN ('queued', 'running')));

-- What somebody has decided by stays as it was.
CREATE FUNCTION guard_backtest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'a back-test that has ended stays as it is' USING ERRCODE = 'DQA02';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER policy_backtests_guard BEFORE UPDATE ON policy_backtests
  FOR EACH ROW EXECUTE FUNCTION guard_backtest();
CREATE TRIGGER policy_backtests_stay BEFORE DELETE ON policy_backtests
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_backtests_stay_all BEFORE TRUNCATE ON policy_backtests
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
