/** What holds for users who have set nothing. */
export const DEFAULTS = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
