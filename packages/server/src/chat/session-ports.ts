/** What the chat needs of the database beside turns: sessions and their messages. */
import type {
  Feedback,
  Message,
  ModelRequestRecord,
  Page,
  PageQuery,
  Session,
  SessionPatch,
} from '@tradistry/protocol';

/** What a user has running, session id to stream id, as known without asking the database for every page. */
export type RunningStreams = (userId: string) => Promise<ReadonlyMap<string, string>>;

/** `active_stream_id` comes from `RunningStreams`: it may be a moment old. */
export interface SessionStore {
  listSessions(userId: string, query: PageQuery & { archived: boolean }): Promise<Page<Session>>;
  /** Throws `conflict` where the user has a session of that id. */
  createSession(userId: string, session: { id: string; title: string }): Promise<Session>;
  findSession(userId: string, id: string): Promise<Session | undefined>;
  /** Whether the user has it; asked again and again it costs nothing. */
  hasSession(userId: string, id: string): Promise<boolean>;
  /** Whatever was remembered of the user's sessions is asked for again. */
  forgetUser(userId: string): void;
  updateSession(userId: string, id: string, patch: SessionPatch): Promise<Session | undefined>;
  /** False: there was none. Its messages and turns go with it. */
  deleteSession(userId: string, id: string): Promise<boolean>;
  /** All branches, oldest first. */
  listMessages(userId: string, sessionId: string, query: PageQuery): Promise<Page<Message>>;
  findMessage(userId: string, id: string): Promise<Message | undefined>;
  /** What models were asked for an answer, oldest first; empty where none was, or it is long ago. Undefined: no such message. */
  listRequests(userId: string, messageId: string): Promise<ModelRequestRecord[] | undefined>;
  /** False: there was none. What was said after it goes with it. Throws `conflict` while its answer is running. */
  deleteMessage(userId: string, id: string): Promise<boolean>;
  saveFeedback(userId: string, messageId: string, feedback: Feedback): Promise<Message | undefined>;
}
