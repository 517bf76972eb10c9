-- Prompts: versions that never change, labels that point at them, and who moved what. Nothing of a user's; only {{system}} works here.

-- One row. Every change counts it up, and takes its lock first: writers are in line, and whoever keeps a copy sees that it is old.
CREATE TABLE prompt_state (
  only_one  boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  revision  bigint NOT NULL DEFAULT 0
);
INSERT INTO prompt_state DEFAULT VALUES;

CREATE TABLE prompt_versions (
  type        text NOT NULL,
  version     integer NOT NULL,
  template    text NOT NULL,
  examples    jsonb NOT NULL DEFAULT '[]',
  settings    jsonb NOT NULL DEFAULT '{}',
  -- Of all that is rendered: the same text twice is one version.
  digest      text NOT NULL,
  note        text,
  -- A user's id, or `tradistry` for what ships.
  author      text NOT NULL,
  parent      integer,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (type, version),
  UNIQUE (type, digest)
);

CREATE TABLE prompt_labels (
  type     text NOT NULL,
  label    text NOT NULL,
  version  integer NOT NULL,
  PRIMARY KEY (type, label),
  FOREIGN KEY (type, version) REFERENCES prompt_versions
);
CREATE INDEX prompt_labels_version ON prompt_labels (type, version);

-- Of a type that has none, users get the version labelled `production`.
CREATE TABLE prompt_strategies (
  type      text PRIMARY KEY,
  strategy  jsonb NOT NULL
);

CREATE TABLE prompt_audit (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  who      text NOT NULL,
  action   text NOT NULL,
  subject  text NOT NULL,
  details  jsonb NOT NULL DEFAULT '{}'
);

GRANT SELECT (only_one, revision), UPDATE (revision) ON prompt_state TO {{system}};
-- No UPDATE: a version is what it was.
GRANT SELECT (type, version, template, examples, settings, digest, note, author, parent, created_at),
      INSERT (type, version, template, examples, settings, digest, note, author, parent) ON prompt_versions TO {{system}};
GRANT SELECT (type, label, version), INSERT (type, label, version), UPDATE (version), DELETE ON prompt_labels TO {{system}};
GRANT SELECT (type, strategy), INSERT (type, strategy), UPDATE (strategy) ON prompt_strategies TO {{system}};
GRANT SELECT (id, at, who, action, subject, details), INSERT (who, action, subject, details) ON prompt_audit TO {{system}};
