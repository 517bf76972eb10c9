-- The nearest passages of a short period are found by its days, and compared one by one: an owner's own index knows no days, and is
-- looked through until enough of what is nearest happens to lie in the period (200 ms of a fiftieth of 200,000; along the days 8).
CREATE INDEX passage_vectors_date ON passage_vectors (user_id, date);

CREATE OR REPLACE FUNCTION nearest_passages(
  p_model text, p_vector text, p_dimensions integer, p_limit integer, p_kinds text[], p_from date, p_to date,
  p_except_session text, p_also bigint[]
) RETURNS TABLE (passage_id bigint, similarity real) LANGUAGE plpgsql SET search_path = {{schema}}, {{vector}} AS $$
DECLARE
  me text := current_setting('tradistry.user_id');
  exact text := format('(v.vector <#> %L::halfvec)', p_vector);
  distance text := exact;
  -- A model that changed its dimensions under its name has vectors that cannot be compared.
  comparable text := format(' AND vector_dims(v.vector) = %s', p_dimensions);
  narrowed text := '';
  few boolean := (p_from IS NOT NULL OR p_to IS NOT NULL) AND NOT EXISTS (
    SELECT FROM passage_vectors v WHERE v.user_id = me AND v.date BETWEEN coalesce(p_from, '-infinity') AND coalesce(p_to, 'infinity')
    OFFSET 5000);
BEGIN
  IF NOT few AND EXISTS (SELECT 1 FROM passage_indexes i WHERE i.user_id = me AND i.model = p_model AND i.dimensions = p_dimensions) THEN
    distance := format('(v.vector::halfvec(%s) <#> %L::halfvec(%s))', p_dimensions, p_vector, p_dimensions);
    comparable := '';
    PERFORM set_config('hnsw.ef_search', greatest(200, 2 * p_limit)::text, true), set_config('hnsw.iterative_scan', 'relaxed_order', true);
  END IF;
  narrowed := comparable;
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
       WHERE v.user_id = %2$L AND v.passage_id = ANY (%6$L::bigint[]) AND v.model = %3$L%8$s
         AND v.passage_id NOT IN (SELECT id FROM near)',
    distance, me, p_model, narrowed, p_limit, p_also, exact, comparable);
END $$;
