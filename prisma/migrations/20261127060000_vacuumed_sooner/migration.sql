-- Every match leaves a dead row, and a dead entry of the index by status that each sweep steps over; every event leaves a
-- dead row of the queue. A fifth of a large table, which autovacuum waits for otherwise, is millions of them.
ALTER TABLE "matches" SET (autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE "log_queue" SET (autovacuum_vacuum_scale_factor = 0.02);
