-- By which version of the traders' terms a passage was cut: what an older instance writes while a newer one runs is cut again.
ALTER TABLE passages ADD COLUMN terms integer NOT NULL DEFAULT 2;
CREATE INDEX passages_terms ON passages (terms);
GRANT SELECT (terms, kind, note_id, trade_id, playbook_id, message_id) ON passages TO {{system}};
GRANT INSERT (user_id, kind, source_id) ON passage_outbox TO {{system}};
