-- What judging an answer took, beside what answering it did: the operator's cost, not the user's.

ALTER TABLE prompt_executions
  ADD COLUMN judge_model text,
  ADD COLUMN judge_tokens integer,
  ADD COLUMN judge_cost_usd numeric;
-- How many of a day were judged already.
CREATE INDEX prompt_executions_judged ON prompt_executions (created_at) WHERE judge_tries > 0;

GRANT SELECT (judge_model, judge_tokens, judge_cost_usd), UPDATE (judge_model, judge_tokens, judge_cost_usd)
  ON prompt_executions TO {{system}};
