/** Second thoughts that end a note. */

export const CALM: readonly string[] = [
  'Checklist was complete.',
  'Mood: calm.',
  'No notes for myself except: again.',
  'Slept well, maybe that is all there is to it.',
  'Screenshot saved.',
  'Followed the plan to the letter.',
  'Confidence 7 of 10.',
  'Next.',
  'Let the process do the work.',
  'I was patient today, for a change.',
  'Kept the phone in the other room.',
  'Want to see ten of these before I size up.',
  'Good read of the tape, too.',
];

export const SORE: readonly string[] = [
  'Mood: irritated.',
  'Lesson is the same as last month.',
  'Wrote it on a sticky note this time.',
  'I need a rule for this, not more willpower.',
  'Done for today.',
  'Took a walk afterwards, should have taken it before.',
  'Discipline 3 of 10.',
  'I was tired, no excuse.',
  'Size was wrong before anything else was.',
  'Felt rushed from the first minute.',
  'My partner asked how it went and I changed the subject.',
  'Stop staring at the P&L while in the trade!',
  'Would I have shown this entry to anyone? No.',
];
