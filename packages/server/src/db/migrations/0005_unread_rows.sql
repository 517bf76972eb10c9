-- How many rows of the file could not be read: they are no executions, but figures are to say that they are missing. Beside
-- the report and not in it, where every query over trades would have to unpack up to 1,000 problems to know.
ALTER TABLE imports ADD COLUMN unread int NOT NULL DEFAULT 0;
