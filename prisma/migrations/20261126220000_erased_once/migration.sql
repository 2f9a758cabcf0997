-- Nobody is erased twice: an export joins a match with the erasure of its person, and must not tell it twice.
CREATE UNIQUE INDEX "erasures_erased_once" ON "erasures"("subject_id") WHERE "outcome" = 'erased';
