/** A unique key that is taken, told to the user instead of thrown at them. */
import pg from 'pg';
import { Refusal } from '../refusal.ts';

const UNIQUE_VIOLATION = '23505';

/** Runs `work`; where it meets a taken key, refuses with `conflict` and this sentence. */
export async function refuseDuplicate<T>(sentence: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION) throw new Refusal('conflict', sentence);
    throw error;
  }
}
