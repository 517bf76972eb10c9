/** Passages of one user found by words and by meaning. Row-level security and the statements themselves both name the owner. */
import type { PassageKind } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type {
  Bounds,
  MeaningHit,
  MeaningSearch,
  PassageSearch,
  SearchScope,
  WordHit,
  WordSearch,
} from '../rag/passage-ports.ts';
import type { Database, Tx } from './database.ts';
import { findNearWords } from './near-words.ts';
import { toVectorText } from './vector-text.ts';

const ALL_KINDS: readonly PassageKind[] = ['note', 'trade', 'playbook', 'question', 'answer'];
/** The newest that a word stands in, of each kind: what is asked for by a common word is found by the others. */
const MOST_POSTINGS = 100;
/** Of a period, the newest. */
const MOST_IN_PERIOD = 400;
/** How rare a word is, is told from so many passages: more would only tell the rarest apart, and are as many rows to read. */
const COUNTED = 1000;
const MOST_WORDS = 48;

export function createPassageSearch(database: Database): PassageSearch {
  return {
    hasAny: (userId, scope) => database.asReader(userId, (tx) => hasAny(tx, userId, scope)),
    findNearWords: (userId, text) => database.asReader(userId, (tx) => findNearWords(tx, userId, text)),
    findByWords: (userId, search) => database.asReader(userId, (tx) => findByWords(tx, userId, search)),
    findByMeaning: (userId, search) => database.asReader(userId, (tx) => findByMeaning(tx, userId, search)),
  };
}

async function hasAny(tx: Tx, userId: string, { kinds, exceptSession }: SearchScope): Promise<boolean> {
  const { rows } =
    await sql`SELECT FROM passages WHERE user_id = ${userId} AND kind = ANY(${kinds ?? ALL_KINDS}::text[])
    AND (session_id IS NULL OR session_id <> ${exceptSession ?? ''}) LIMIT 1`.execute(tx);
  return rows.length > 0;
}

const COLUMNS = sql`p.id::text AS id, p.kind, coalesce(p.note_id, p.trade_id, p.playbook_id, p.message_id)::text AS "sourceId",
  p.session_id AS "sessionId", coalesce(s.title, b.name, '') AS title, p.text, p.date, p.symbols, p.tags`;
const TITLES = sql`LEFT JOIN sessions s ON s.user_id = p.user_id AND s.id = p.session_id
  LEFT JOIN playbooks b ON b.user_id = p.user_id AND b.id = p.playbook_id`;

/** Each passage by how rare the words are that it has of the question's, a long one a little less. */
async function findByWords(tx: Tx, userId: string, search: WordSearch): Promise<WordHit[]> {
  const { rows } = await sql<WordHit>`WITH asked AS MATERIALIZED (
      SELECT word, max(weight) AS weight FROM (
        SELECT lexeme COLLATE "C" AS word, 1.0::float8 AS weight FROM unnest(to_tsvector('english', ${search.text}))
        UNION ALL SELECT word, (weight)::float8 FROM unnest(${search.marks.map(({ word }) => word)}::text[],
          ${search.marks.map(({ weight }) => weight)}::float8[]) AS m (word, weight)) w
      GROUP BY word ORDER BY max(weight) DESC, length(word) DESC LIMIT ${sql.lit(MOST_WORDS)}
    ), posted AS MATERIALIZED (${posted(userId, search)}),
    weighted AS MATERIALIZED (
      SELECT word, weight * ln(1 + (greatest(n, f) - f + 0.5) / (f + 0.5)) AS weight
      FROM (SELECT word, max(weight) AS weight, count(*)::float8 AS f, (SELECT count(*)::float8
        FROM (SELECT FROM passages WHERE user_id = ${userId} LIMIT ${sql.lit(COUNTED)}) c) AS n FROM posted GROUP BY word) d
    ), best AS MATERIALIZED (
      SELECT id, sum(w.weight) AS score FROM (${candidates(userId, search)}) o JOIN weighted w USING (word)
      WHERE ${isElsewhere(userId, search)} GROUP BY id ORDER BY score DESC, id DESC LIMIT ${search.limit}
    )
    SELECT ${COLUMNS}, (best.score / (1 + 0.15 * ln(1 + cardinality(p.words) / 40.0)))::float8 AS "wordScore"
    FROM best JOIN passages p ON p.user_id = ${userId} AND p.id = best.id ${TITLES}
    ORDER BY "wordScore" DESC, p.id DESC`.execute(tx);
  return rows;
}

function posted(userId: string, { kinds }: WordSearch): RawBuilder<unknown> {
  return sql`SELECT a.word, a.weight, w.passage_id AS id
    FROM asked a CROSS JOIN unnest(${kinds ?? ALL_KINDS}::text[]) AS k (kind) CROSS JOIN LATERAL (
      SELECT passage_id FROM passage_words w WHERE w.user_id = ${userId} AND w.word = a.word AND w.kind = k.kind
      ORDER BY passage_id DESC LIMIT ${sql.lit(MOST_POSTINGS)}) w`;
}

/** Which of the asked words stand in which passages: as posted, or in the passages of a period. */
function candidates(userId: string, { only, also, kinds }: WordSearch): RawBuilder<unknown> {
  const ofPeriod = (bounds: Bounds) => sql`SELECT a.word, p.id FROM (SELECT id, words FROM passages
      WHERE user_id = ${userId} AND ${within(bounds)} AND kind = ANY(${kinds ?? ALL_KINDS}::text[])
      ORDER BY date DESC, id DESC LIMIT ${sql.lit(MOST_IN_PERIOD)}) p JOIN asked a ON a.word = ANY(p.words)`;
  if (isBound(only)) return ofPeriod(only);
  const anywhere = sql`SELECT word, id FROM posted`;
  return isBound(also) ? sql`${anywhere} UNION ${ofPeriod(also)}` : anywhere;
}

/** One list of a session's passages, looked up for each candidate. */
function isElsewhere(userId: string, { exceptSession }: WordSearch): RawBuilder<boolean> {
  if (exceptSession === null) return sql<boolean>`true`;
  return sql<boolean>`id NOT IN (SELECT id FROM passages WHERE user_id = ${userId} AND session_id = ${exceptSession})`;
}

function isBound({ from, to }: Bounds): boolean {
  return from !== null || to !== null;
}

function within({ from, to }: Bounds): RawBuilder<boolean> {
  return sql<boolean>`date BETWEEN ${from ?? '-infinity'}::date AND ${to ?? 'infinity'}::date`;
}

async function findByMeaning(tx: Tx, userId: string, search: MeaningSearch): Promise<MeaningHit[]> {
  const lists = [search.only, ...(isBound(search.also) && !isBound(search.only) ? [search.also] : [])];
  const found = await Promise.all(lists.map((bounds) => nearest(tx, userId, { ...search, bounds })));
  return [...new Map(found.flat().map((hit) => [hit.id, hit])).values()];
}

async function nearest(tx: Tx, userId: string, search: MeaningSearch & { bounds: Bounds }): Promise<MeaningHit[]> {
  const { model, vector, kinds, bounds, exceptSession, ids, limit } = search;
  const { rows } = await sql<MeaningHit>`SELECT ${COLUMNS}, n.similarity
    FROM nearest_passages(${model}, ${toVectorText(vector)}, ${vector.length}, ${limit}, ${kinds}::text[], ${bounds.from}::date,
      ${bounds.to}::date, ${exceptSession}::text, ${ids}::bigint[]) n
    JOIN passages p ON p.user_id = ${userId} AND p.id = n.passage_id ${TITLES}
    ORDER BY n.similarity DESC, p.id DESC`.execute(tx);
  return rows;
}
