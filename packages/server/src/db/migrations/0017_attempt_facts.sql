-- What is known of a try at a model besides its end.
ALTER TABLE attempts
  -- Who ran the model behind the provider.
  ADD COLUMN provider text,
  -- Under which the provider has its bill: what a call that was cut cost is asked for later.
  ADD COLUMN generation_id text,
  -- Malformed events amid good ones.
  ADD COLUMN skipped_events integer NOT NULL DEFAULT 0;
