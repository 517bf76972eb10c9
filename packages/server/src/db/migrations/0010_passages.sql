-- What retrieval finds: pieces of notes, trades, playbooks, questions and answers, their words, their vectors, and what is still
-- to be read. {{vector}} is the schema that pgvector lives in.

-- One row a piece. It goes with the thing it is a piece of.
CREATE TABLE passages (
  user_id      text NOT NULL,
  -- Later pieces have higher ids: the newest of many are found without sorting.
  id           bigint GENERATED ALWAYS AS IDENTITY,
  kind         text NOT NULL CHECK (kind IN ('note', 'trade', 'playbook', 'question', 'answer')),
  note_id      uuid,
  trade_id     uuid,
  playbook_id  uuid,
  message_id   uuid,
  session_id   text,
  piece        integer NOT NULL,
  text         text NOT NULL,
  -- The local day it is about; of a message, the UTC day it was written.
  date         date NOT NULL,
  symbols      text[] NOT NULL DEFAULT '{}',
  tags         text[] NOT NULL DEFAULT '{}',
  -- Stems of its words; `$NVDA` for a symbol it is about, `~fomo` for one of the traders' terms it speaks of.
  words        text[] NOT NULL,
  -- Of the vector it has; null: none yet, or its text has changed.
  model        text,
  PRIMARY KEY (user_id, id),
  CHECK (num_nonnulls(note_id, trade_id, playbook_id, message_id) = 1),
  FOREIGN KEY (user_id, note_id) REFERENCES notes ON DELETE CASCADE,
  FOREIGN KEY (user_id, trade_id) REFERENCES trades ON DELETE CASCADE,
  FOREIGN KEY (user_id, playbook_id) REFERENCES playbooks ON DELETE CASCADE,
  FOREIGN KEY (user_id, message_id) REFERENCES messages ON DELETE CASCADE
);
CREATE UNIQUE INDEX passages_note ON passages (user_id, note_id, piece) WHERE note_id IS NOT NULL;
CREATE UNIQUE INDEX passages_trade ON passages (user_id, trade_id, piece) WHERE trade_id IS NOT NULL;
CREATE UNIQUE INDEX passages_playbook ON passages (user_id, playbook_id, piece) WHERE playbook_id IS NOT NULL;
CREATE UNIQUE INDEX passages_message ON passages (user_id, message_id, piece) WHERE message_id IS NOT NULL;
CREATE INDEX passages_date ON passages (user_id, date DESC, id DESC);
CREATE INDEX passages_session ON passages (user_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX passages_model ON passages (model, user_id, id);

-- Where each word stands, newest first. A table of our own and not a GIN index: under a policy PostgreSQL would leave that
-- unused, and it would be read past other users' entries, whose number the time would tell. No foreign key, which would need
-- another index of this size: triggers keep it in step.
CREATE TABLE passage_words (
  user_id     text NOT NULL,
  word        text COLLATE "C" NOT NULL,
  kind        text NOT NULL,
  passage_id  bigint NOT NULL,
  PRIMARY KEY (user_id, word, kind, passage_id)
);

-- Beside the passages, so that an exact search reads vectors and nothing else.
CREATE TABLE passage_vectors (
  user_id     text NOT NULL,
  passage_id  bigint NOT NULL,
  model       text NOT NULL,
  kind        text NOT NULL,
  date        date NOT NULL,
  -- Of length 1, so that the inner product is the cosine. Two models may differ in dimensions.
  vector      {{vector}}.halfvec NOT NULL,
  PRIMARY KEY (user_id, passage_id),
  FOREIGN KEY (user_id, passage_id) REFERENCES passages ON DELETE CASCADE
);

-- What has changed since it was last cut into passages; written in the transaction that changes it.
CREATE TABLE passage_outbox (
  user_id    text NOT NULL,
  kind       text NOT NULL,
  source_id  uuid NOT NULL,
  -- New at each change: who cut an older state leaves the row.
  stamp      bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (user_id, kind, source_id)
);
CREATE INDEX passage_outbox_stamp ON passage_outbox (stamp);

-- Owners with so many passages that an exact search would take too long have an index of their own.
CREATE TABLE passage_indexes (
  user_id     text NOT NULL,
  model       text NOT NULL,
  dimensions  integer NOT NULL,
  name        text NOT NULL,
  PRIMARY KEY (user_id, model)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['passages', 'passage_words', 'passage_vectors', 'passage_outbox', 'passage_indexes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_rows ON %I TO {{app}} USING (user_id = (SELECT current_setting(''tradistry.user_id''))) WITH CHECK (user_id = (SELECT current_setting(''tradistry.user_id'')))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {{app}}', t);
  END LOOP;
END $$;

-- Which passages are to be read is found over all users; what they say is read as their user.
CREATE POLICY all_rows ON passage_outbox TO {{system}} USING (true) WITH CHECK (true);
CREATE POLICY all_rows ON passages TO {{system}} USING (true) WITH CHECK (true);
CREATE POLICY all_rows ON passage_indexes TO {{system}} USING (true) WITH CHECK (true);
GRANT SELECT (user_id, kind, source_id, stamp) ON passage_outbox TO {{system}};
GRANT SELECT (user_id, id, model) ON passages TO {{system}};
GRANT SELECT (user_id, model, dimensions, name), INSERT (user_id, model, dimensions, name), DELETE ON passage_indexes TO {{system}};

CREATE FUNCTION write_words() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO passage_words (user_id, word, kind, passage_id)
  SELECT n.user_id, w.word, n.kind, n.id FROM new_rows n, unnest(n.words) AS w (word) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE FUNCTION erase_words() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  DELETE FROM passage_words p USING old_rows o, unnest(o.words) AS w (word)
  WHERE p.user_id = o.user_id AND p.word = w.word AND p.kind = o.kind AND p.passage_id = o.id;
  RETURN NULL;
END $$;
CREATE TRIGGER write_words AFTER INSERT ON passages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION write_words();
CREATE TRIGGER erase_words AFTER DELETE ON passages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION erase_words();

CREATE FUNCTION note_change(p_user_id text[], p_kind text[], p_id uuid[]) RETURNS void
LANGUAGE sql SET search_path FROM CURRENT AS $$
  INSERT INTO passage_outbox (user_id, kind, source_id)
  SELECT DISTINCT * FROM unnest(p_user_id, p_kind, p_id)
  ON CONFLICT (user_id, kind, source_id) DO UPDATE SET stamp = DEFAULT
$$;

CREATE FUNCTION note_note() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(array_agg(user_id), array_agg('note'::text), array_agg(id)) FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER note_added AFTER INSERT ON notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_note();
CREATE TRIGGER note_changed AFTER UPDATE ON notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_note();

CREATE FUNCTION note_playbook() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(array_agg(user_id), array_agg('playbook'::text), array_agg(id)) FROM new_rows;
  RETURN NULL;
END $$;
CREATE TRIGGER playbook_added AFTER INSERT ON playbooks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_playbook();
CREATE TRIGGER playbook_changed AFTER UPDATE ON playbooks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_playbook();

-- A question as it is asked, an answer as it ends.
CREATE FUNCTION note_question() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(array_agg(user_id), array_agg('question'::text), array_agg(id)) FROM new_rows WHERE role = 'user' HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER question_added AFTER INSERT ON messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_question();
CREATE FUNCTION note_answer() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(ARRAY[NEW.user_id], ARRAY['answer'], ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER answer_ended AFTER UPDATE OF content, status ON messages FOR EACH ROW
  WHEN (NEW.role = 'assistant' AND NEW.status <> 'running' AND NEW.content <> '') EXECUTE FUNCTION note_answer();

-- A trade has a passage once somebody has said something about it: figures alone are for the engine, which finds them exactly.
CREATE FUNCTION note_trade() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(array_agg(n.user_id), array_agg('trade'::text), array_agg(n.id)) FROM new_rows n
  WHERE EXISTS (SELECT 1 FROM trade_tags g WHERE g.user_id = n.user_id AND g.trade_id = n.id)
    OR EXISTS (SELECT 1 FROM trade_details d WHERE d.user_id = n.user_id AND d.trade_id = n.id AND d.setup IS NOT NULL)
  HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER trade_added AFTER INSERT ON trades REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade();
CREATE TRIGGER trade_changed AFTER UPDATE ON trades REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade();
CREATE FUNCTION note_trade_words() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(array_agg(user_id), array_agg('trade'::text), array_agg(trade_id)) FROM changed_rows HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER tag_added AFTER INSERT ON trade_tags REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade_words();
CREATE TRIGGER tag_removed AFTER DELETE ON trade_tags REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade_words();
CREATE TRIGGER details_added AFTER INSERT ON trade_details REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade_words();
CREATE TRIGGER details_changed AFTER UPDATE ON trade_details REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade_words();
CREATE TRIGGER details_removed AFTER DELETE ON trade_details REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION note_trade_words();

-- What there was before there were passages.
INSERT INTO passage_outbox (user_id, kind, source_id)
  SELECT user_id, 'note', id FROM notes
  UNION ALL SELECT user_id, 'playbook', id FROM playbooks
  UNION ALL SELECT user_id, CASE role WHEN 'user' THEN 'question' ELSE 'answer' END, id FROM messages WHERE status <> 'running' AND content <> ''
  UNION ALL SELECT t.user_id, 'trade', t.id FROM trades t WHERE EXISTS (SELECT 1 FROM trade_tags g WHERE g.user_id = t.user_id AND g.trade_id = t.id)
    OR EXISTS (SELECT 1 FROM trade_details d WHERE d.user_id = t.user_id AND d.trade_id = t.id AND d.setup IS NOT NULL);

-- The passages of the asking user that are nearest in meaning: `p_limit` of them, and those of `p_also`, however far. Text is
-- planned with its values each time: an owner's own index is found by the owner's name, and is no index for anybody else.
CREATE FUNCTION nearest_passages(
  p_model text, p_vector text, p_dimensions integer, p_limit integer, p_kinds text[], p_from date, p_to date,
  p_except_session text, p_also bigint[]
) RETURNS TABLE (passage_id bigint, similarity real) LANGUAGE plpgsql SET search_path = {{schema}}, {{vector}} AS $$
DECLARE
  me text := current_setting('tradistry.user_id');
  exact text := format('(v.vector <#> %L::halfvec)', p_vector);
  distance text := exact;
  -- A model that changed its dimensions under its name has vectors that cannot be compared.
  narrowed text := format(' AND vector_dims(v.vector) = %s', p_dimensions);
BEGIN
  IF EXISTS (SELECT 1 FROM passage_indexes i WHERE i.user_id = me AND i.model = p_model AND i.dimensions = p_dimensions) THEN
    distance := format('(v.vector::halfvec(%s) <#> %L::halfvec(%s))', p_dimensions, p_vector, p_dimensions);
    PERFORM set_config('hnsw.ef_search', greatest(200, 2 * p_limit)::text, true), set_config('hnsw.iterative_scan', 'relaxed_order', true);
  END IF;
  IF p_kinds IS NOT NULL THEN narrowed := narrowed || format(' AND v.kind = ANY (%L::text[])', p_kinds); END IF;
  IF p_from IS NOT NULL THEN narrowed := narrowed || format(' AND v.date >= %L::date', p_from); END IF;
  IF p_to IS NOT NULL THEN narrowed := narrowed || format(' AND v.date <= %L::date', p_to); END IF;
  IF p_except_session IS NOT NULL THEN
    narrowed := narrowed || format(' AND v.passage_id NOT IN (SELECT id FROM passages WHERE user_id = %L AND session_id = %L)', me, p_except_session);
  END IF;
  RETURN QUERY EXECUTE format(
    'WITH near AS MATERIALIZED (
       SELECT v.passage_id AS id, %1$s AS distance FROM passage_vectors v
       WHERE v.user_id = %2$L AND v.model = %3$L %4$s ORDER BY %1$s LIMIT %5$s)
     SELECT id, (-distance)::real FROM near
     UNION ALL SELECT v.passage_id, (-%7$s)::real FROM passage_vectors v
       WHERE v.user_id = %2$L AND v.passage_id = ANY (%6$L::bigint[]) AND v.model = %3$L AND vector_dims(v.vector) = %8$s
         AND v.passage_id NOT IN (SELECT id FROM near)',
    distance, me, p_model, narrowed, p_limit, p_also, exact, p_dimensions);
END $$;
REVOKE ALL ON FUNCTION nearest_passages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION nearest_passages TO {{app}};

-- Keeps vectors of texts that are still what was read, and says by which model.
CREATE FUNCTION keep_vectors(p_ids bigint[], p_texts text[], p_vectors text[], p_model text) RETURNS void
LANGUAGE sql SET search_path = {{schema}}, {{vector}} AS $$
  WITH read AS (
    UPDATE passages p SET model = p_model FROM unnest(p_ids, p_texts, p_vectors) AS g (id, text, vector)
    WHERE p.user_id = current_setting('tradistry.user_id') AND p.id = g.id AND p.text = g.text
    RETURNING p.user_id, p.id, p.kind, p.date, g.vector
  )
  INSERT INTO passage_vectors (user_id, passage_id, model, kind, date, vector)
  SELECT user_id, id, p_model, kind, date, vector::halfvec FROM read
  ON CONFLICT (user_id, passage_id) DO UPDATE SET model = EXCLUDED.model, vector = EXCLUDED.vector
$$;
REVOKE ALL ON FUNCTION keep_vectors FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_vectors TO {{app}};
