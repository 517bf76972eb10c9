/** A user's settings and accounts. */
import type { Account, AccountPatch, NewAccount, Settings, SettingsPatch } from '@tradistry/protocol';

/** What a user has set; what they have not is the server's default. */
export interface SettingsStore {
  getSettings(userId: string): Promise<Settings>;
  /** With `matching` in it, every book of the user is to be matched again, whether or not it changed. */
  patchSettings(userId: string, patch: SettingsPatch): Promise<Settings>;
  /** Sets the time zone of a user who has set none. */
  proposeTimeZone(userId: string, timeZone: string): Promise<void>;
}

/** An account as an import finds or makes it. */
export interface AccountWish {
  readonly name: string;
  readonly broker: string | null;
  readonly time_zone: string | null;
  readonly currency: string;
  readonly demo: boolean;
}

export interface AccountStore {
  listAccounts(userId: string): Promise<Account[]>;
  /** By name, or by id. */
  findAccount(userId: string, nameOrId: string): Promise<Account | null>;
  /** Refuses a name that the user already has. */
  createAccount(userId: string, account: NewAccount): Promise<Account>;
  /** The account of that name, made when there is none. A time zone is kept when the account has none yet. */
  ensureAccount(userId: string, wish: AccountWish): Promise<{ account: Account; made: boolean }>;
  patchAccount(userId: string, id: string, patch: AccountPatch): Promise<Account>;
  /** With all that is in it, in batches. */
  deleteAccount(userId: string, id: string): Promise<void>;
  /** Takes back an account that nothing came into. */
  removeIfEmpty(userId: string, id: string): Promise<void>;
}
