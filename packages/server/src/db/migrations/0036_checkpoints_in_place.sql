-- A checkpoint changes each running turn every second or two. As long as no index holds a column that it changes, and the row's page
-- has room, PostgreSQL writes the new version beside the old one (a "HOT" update), touches none of the six indexes, and the next reader
-- of the page clears away what is dead. `heartbeat_at` was in an index, so each checkpoint of a turn made six more entries, and until the
-- next vacuum each checkpoint, and each new turn in its unique index, had to look past them all.
DROP INDEX turns_heartbeat;
ALTER TABLE turns SET (fillfactor = 50);

-- Each checkpoint of a long answer packs all of it anew: by LZ4 that takes a sixth of the time (1,000 answers of 14,000 letters: 12 ms
-- for 73). A PostgreSQL that was built without it goes on as it did.
DO $$ BEGIN
  ALTER TABLE turns ALTER answer SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;

-- Passages are found by their keys and by `passage_words`: nobody asks which texts are frequent, and to count them was four fifths of
-- what each ANALYZE of the table took.
ALTER TABLE passages ALTER text SET STATISTICS 0, ALTER words SET STATISTICS 0;
