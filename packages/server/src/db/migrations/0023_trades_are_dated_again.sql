-- A trade's passage is dated by its trader's local day. In another zone some trades are on another day: those are cut again.

CREATE FUNCTION note_time_zone() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM note_change(array_agg(p.user_id), array_agg('trade'::text), array_agg(p.trade_id))
  FROM passages p JOIN trades t ON t.user_id = p.user_id AND t.id = p.trade_id
  WHERE p.user_id = NEW.user_id
    AND p.date IS DISTINCT FROM (coalesce(t.exit_time, t.entry_time) AT TIME ZONE NEW.time_zone)::date
  HAVING count(*) > 0;
  RETURN NULL;
END $$;
-- Until a user has a zone, the server's counts: the first one may be another.
CREATE TRIGGER time_zone_said AFTER INSERT ON users FOR EACH ROW WHEN (NEW.time_zone IS NOT NULL) EXECUTE FUNCTION note_time_zone();
CREATE TRIGGER time_zone_changed AFTER UPDATE OF time_zone ON users FOR EACH ROW
  WHEN (NEW.time_zone IS DISTINCT FROM OLD.time_zone) EXECUTE FUNCTION note_time_zone();

-- Traders' terms are others since: everything is cut again.
INSERT INTO passage_outbox (user_id, kind, source_id)
  SELECT DISTINCT user_id, kind, coalesce(note_id, trade_id, playbook_id, message_id) FROM passages
  ON CONFLICT (user_id, kind, source_id) DO NOTHING;
