// What the board shows, as the studio's server tells it.

import type { SceneLine, Turn } from "./calls";

export interface CallNow {
  flow: string;
  digest: string;
  began: string;
  state: string;
  outcome: string;
  line: number;
  talks_with: string;
}

export interface Funnel {
  line: number;
  asked: number;
  outcomes: Record<string, number>;
}

/** A script as it was for some calls. */
export interface Version {
  flow: string;
  digest: string;
  first: string;
  last: string;
  calls: number;
  endings: Record<string, number>;
  questions: Record<string, Funnel>;
  /** Steps that ring somebody, record, ask another system or send a message. */
  reaching: Record<string, Funnel>;
}

export interface NotUnderstood {
  flow: string;
  digest: string;
  state: string;
  text: string;
  meant: string;
  times: number;
}

export interface EndedCall {
  call_id: string;
  flow: string;
  at: string;
  ending: string;
}

export interface BoardShown {
  journal: string;
  there: boolean;
  behind: boolean;
  calls: { call_id: string; call: CallNow }[];
  calls_now: number;
  ended: EndedCall[];
  median_seconds: number;
  versions: Version[];
  answers: NotUnderstood[];
}

/** A script of the project: its questions by their place, and the line that each outcome leads to. */
export interface BoardScript {
  name: string;
  flow: string;
  digest: string;
  questions: Record<string, { text: string; answers: string[] }>;
  next: Record<string, Record<string, number>>;
}

export interface PastCall {
  flow: string;
  digest: string;
  lines: SceneLine[];
  turns: Turn[];
  missing: string[];
  caller: string;
  now: string;
}
