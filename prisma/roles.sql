-- Rights for a service that does not own its schema. Run it as the owner, the role that migrates, after every migration:
--
--   psql "$OWNER_URL" -f prisma/roles.sql
--   psql "$OWNER_URL" -c 'GRANT idmobile_service TO your_login'
--
-- and start the service as your_login. What is on record, and the log over it, it can then only add to. The embedded
-- database has one user, who owns everything: there, only triggers say so.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'idmobile_service') THEN
    CREATE ROLE idmobile_service NOLOGIN;
  END IF;
  -- For the schema of the job queue, which the service makes at its first start.
  EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO idmobile_service', current_database());
END $$;

GRANT USAGE ON SCHEMA public TO idmobile_service;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM idmobile_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO idmobile_service;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO idmobile_service;

-- Migrations are the owner's.
REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM idmobile_service;

-- Only ever added to.
REVOKE UPDATE, DELETE ON access_events, log_checkpoints, log_entries, log_payloads, match_events FROM idmobile_service;
REVOKE UPDATE, DELETE ON policies, policy_publications FROM idmobile_service;
REVOKE DELETE ON policy_backtests FROM idmobile_service;
-- Their partitions are reached by way of them alone.
DO $$
DECLARE
  part regclass;
BEGIN
  FOR part IN
    SELECT inhrelid::regclass FROM pg_inherits
    WHERE inhparent IN ('access_events'::regclass, 'match_events'::regclass)
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM idmobile_service', part);
  END LOOP;
END $$;
-- They grow; triggers see to it that they do nothing else.
REVOKE DELETE ON log_head, log_tiles FROM idmobile_service;
REVOKE INSERT ON log_head FROM idmobile_service;
-- Deleted by purge_matches() alone. A cascade would run with the rights of the owner.
REVOKE DELETE ON matches FROM idmobile_service;
