-- How sure an experiment was as its users came in: what its intervals were, each time it had some more.

CREATE TABLE experiment_looks (
  experiment_id  uuid NOT NULL REFERENCES experiments,
  -- So many were counted by then.
  users          integer NOT NULL,
  at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Of the metric that decides: [{variant, difference, lower, upper}].
  differences    jsonb NOT NULL,
  PRIMARY KEY (experiment_id, users)
);

GRANT SELECT (experiment_id, users, at, differences), INSERT (experiment_id, users, differences)
  ON experiment_looks TO {{system}};
