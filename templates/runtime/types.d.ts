/** What the modules of the runtime hand each other. Not shipped. docs/page.md describes the data block. */

export type Kind = "choice" | "true-false" | "likert" | "sequencing" | "matching" | "fill-in" | "long-fill-in" | "numeric";
export type Result = "correct" | "incorrect" | "neutral";

/** What a component brings to the script; a package holds those of its course. All but what it knows better than the rest
 * of the script is left out. */
export interface Part {
  /** Begins with the page. */
  begin?(say: Say): void;
  /** Brings a page up to date that is shown, or on which something was answered: `answered` gives answers in words. */
  refresh?(page: HTMLElement, answered: (key: string) => string): void;
  /** The kind of interaction of whose answers it knows something. */
  kind?: Kind;
  /** It knows those of them alone that have parts. */
  hasParts?: boolean;
  /** What can be wrong with a value that is not empty, as texts' keys. */
  findWrongs?(interaction: Interaction, value: Value, language: string): Record<string, boolean | undefined>;
  /** Of a value that is of the right type, what this build of the course knows. */
  known?(interaction: Interaction, value: Value): Value;
  /** Whether a value that is not empty answers all of the question. */
  isWhole?(interaction: Interaction, value: Value): boolean;
  isRight?(interaction: Interaction, given: Value, language: string): boolean;
  inWords?(interaction: Interaction, value: Value, language: string): string[];
  patternsOf?(interaction: Interaction): Report["patterns"];
  /** How much of a value that is not right is right all the same, 0 to 1, where a part of it earns points. */
  share?(interaction: Interaction, given: Value): number;
  /** An answer in the form that strict hosts of SCORM 1.2 take (CMIFeedback). */
  strictForm?(report: Report, value: Value, words: string[], letters: string): string;
  /** An answer in ids, as SCORM 2004 and xAPI write it. */
  idForm?(report: Report, value: Value, words: string[]): string;
  control?: Control;
  /** Keeps what else is to be known of what is reached for the first time: `state` is as it was before. */
  reach?(data: CourseData, state: State, outcome: Outcome): void;
  /** Hears what the learner is told of saving, as a text's key. */
  hear?(text: string, session: import("./session.js").Session): void;
  /** Follows what the LMS says of sound and video. */
  prefer?(preference: Preference): void;
  /** Fills what it has on the summary page. */
  end?(article: HTMLElement, session: import("./session.js").Session): void;
}

/** A kind of control of a page, found by a selector. */
export interface Control {
  matches: string;
  /** It holds a text that is typed. */
  isTyped?: boolean;
  /** It has a value before anybody has answered. */
  isPreset?: boolean;
  read(controls: any[]): Value;
  write(controls: any[], value: Value | undefined): void;
  /** What it does beyond what the browser does with it. */
  enhance?(controls: any[], host: Host): { refresh?(look: Look, isJudged: boolean): void; focus?: HTMLElement | null };
}

/** What a control is told of the interaction that it belongs to, and what it tells. */
export interface Host {
  root: HTMLElement;
  asked: Interaction;
  say: Say;
  announce(text: string): void;
  isLocked(): boolean;
  /** What its Check button would do. */
  record(): void;
  /** The learner has changed the value. */
  changed(): void;
}

/** What a learner gave: keys of options (choice, likert, sequencing), or text as it was typed. */
export type Value = string | string[];

export interface Option {
  key: string;
  id: string;
  text: string;
}

export interface Interaction {
  key: string;
  id: string;
  page: string;
  /** What has to hold for it to be asked, besides what has to for its page. */
  if?: Test;
  /** The key of the part of a pool that it is of: asked when that is drawn. */
  drawn?: string;
  kind: Kind;
  label: string;
  multiple?: boolean;
  /** What is right in part earns points in part. */
  partial?: boolean;
  required?: boolean;
  points?: number;
  gated?: boolean;
  attempts?: number;
  /** Whether the right answer is shown when this one can no longer be changed; as the settings say when absent. */
  reveal?: boolean;
  options?: Option[];
  /** What takes an answer of its own. */
  parts?: (Option & { answer?: string[] })[];
  /** Capitals count. */
  exact?: boolean;
  answer?: (string | number)[];
  tolerance?: number;
  min?: number;
  max?: number;
  step?: number;
  unit?: string;
  max_length?: number;
}

export interface Page {
  key: string;
  id: string;
  title: string;
  /** Id of the document that it is of. */
  document: string;
  /** What has to hold for it to be shown. */
  if?: Test;
}

/** A condition: a word of `meanings` in branches.js, and what it compares. */
export type Test = [string, ...any[]];

export interface Settings {
  navigation: "free" | "sequential";
  completion: "answered" | "viewed" | "passed";
  scoring: "correctness" | "participation" | "none";
  passing_score: number | null;
  /** Only when true: when it is earned is kept. */
  certificate?: boolean;
  retries: boolean;
  reveal: boolean;
  review: boolean;
  summary: boolean;
}

export interface CourseData {
  format: number;
  course: { id: string; title: string; language: string; version: string };
  settings: Settings;
  texts: Record<string, string>;
  /** By the language of pages that have another one than the course. */
  other_texts?: Record<string, Record<string, string>>;
  /** In order. Where there are branches, those that are asked of this learner. */
  pages: Page[];
  /** In order; the same holds of them. */
  interactions: Interaction[];
  /** What has to hold for parts to be shown, by the numbers that the page gives them. */
  conditions?: Record<string, Test>;
  /** Keys and ids of the parts of each pool, of which so many are drawn. */
  pools?: { draw: number; shuffle: boolean; parts: [key: string, id: string][] }[];
  /** Where there are branches, as soon as they were decided on: all pages and interactions, the keys of those that are asked
   * with the numbers of conditions that hold, the order of what is shuffled of each pool, of those that are asked what the
   * document follows, and whether the attempt is known. */
  whole: { pages: Page[]; interactions: Interaction[]; asked: Set<string>; order: string[][]; followed?: Set<string>; isKnown?: boolean };
  /** Ids of questions by the places of their records in SCORM 1.2; without it, the order of the course. */
  records?: string[];
  /** Where statements are made: the standard is xAPI or cmi5, or there is an LRS beside the LMS. */
  xapi?: Activities;
  /** Where there is an LRS beside the LMS. */
  lrs?: Lrs;
}

/** A learning record store that the course itself names. */
export interface Lrs {
  /** An address or a path, with a slash at its end. */
  endpoint: string;
  /** Of the learners' accounts; empty: the origin of the page. */
  home_page: string;
  /** The activity of each document that is launched by itself. */
  units?: Record<string, Json>;
}

/** JSON of others, or for others. */
export type Json = { [name: string]: any };

/** What statements are about: activities with their definitions. */
export interface Activities {
  course: Json;
  profile: string;
  version: string;
  /** By key. */
  pages: Record<string, Json>;
  /** By id. */
  interactions: Record<string, Json>;
  /** The words of verbs by their names, where the course is not in English. */
  verbs: Record<string, string>;
}

/** What an address says about where to report. */
export interface Launch {
  protocol: "xapi" | "cmi5";
  /** With a slash at its end. */
  endpoint: string;
  /** Empty until it was fetched. */
  authorization: string;
  /** Where cmi5 content fetches its token. */
  token: string;
  actor: Json;
  /** A UUID, or empty. */
  registration: string;
  /** IRI of the course, when the launcher names one. */
  activity: string;
  /** Something is missing without which nothing can be reported. */
  isFaulty: boolean;
}

/** How a sitting is reported under one protocol. */
export interface Rules {
  /** What the tab knows of the sitting, over reloads: `begun`, `initialized`, `accepted`, `terminated`, `audio`. */
  memory: { readonly known: Json; add(values: Json): void };
  /** Finds out what is to be known before anything is sent; null when nothing can be reported to this launch. */
  open(
    client: ReturnType<typeof import("./delivery.js").createClient>,
    tell: (meaning: import("./reply.js").Meaning) => void,
  ): Promise<LaunchData | null>;
  /** A statement as it is sent, or null where it means nothing any more; `isOurs`: made in this sitting. */
  prepare(statement: Json, verb: string, isOurs: boolean, data: LaunchData): Json | null;
  /** Whether an LMS takes a statement once, and refuses it when it comes again. */
  isOnce(verb: string): boolean;
  /** Whether an LMS judges the learner by a statement. */
  isCounted(verb: string): boolean;
  /** The saved state is asked for before the first statement was taken. */
  isStateEarly: boolean;
  /** `resumed` and `suspended` are said. */
  saysResumed: boolean;
  /** `progressed` is said after completion, too. */
  saysProgressAlways: boolean;
  /** A fail is said when it is one, not when the learner leaves. */
  failsAtOnce: boolean;
  /** A page that goes away ends the sitting. */
  endsWithPage: boolean;
  /** The score of a verdict, from 0 to 100, as it is said; null: it is not. */
  score(verb: string, score: number): Json | null;
}

export type CreateRules = (launch: Launch) => Rules;

/** What the LMS lays down for a session. */
export interface LaunchData {
  /** What every statement of the session bears in its context. */
  template?: Json;
  mode: Start["mode"];
  /** The passing score, 0 to 1, where the LMS sets one. */
  mastery?: number | undefined;
  /** Where the learner goes at the end; empty: nobody said. */
  address: string;
  /** The LMS gave an address that must not be opened. */
  isStranded: boolean;
}

/** A statement in the queue; `key` is its place, `sitting` names when it was made. */
export interface Waiting {
  key: string;
  sitting: string;
  statement: Json;
}

/** The document of the State resource. */
export interface LearningRecord {
  format: number;
  /** As `encode` writes it. */
  state: string;
  /** When each question was answered, by key: milliseconds since 1970, as the LRS has the time. */
  times: Record<string, number>;
  /** What was reported already: `completed` and `passed` 1, `progressed` its percent. */
  said: Record<string, number>;
  /** When it was saved. */
  at: number;
}

/** One recorded answer. */
export interface Answer {
  value: Value;
  /** The place of its record in the LMS; -1 while it has none. */
  index: number;
  /** How often Check was used. */
  attempts: number;
  /** Only the beginning of the text was left by a host without room. */
  shortened?: boolean;
}

export interface State {
  /** Names this attempt. */
  token: string;
  /** Counts what was saved. */
  revision: number;
  /** Key of the page that was shown last. */
  page: string;
  completed: boolean;
  passed: boolean;
  /** When the certificate was earned: minutes since 1970; 0: it was not, or nobody knows. */
  earnedAt: number;
  /** Keys of pages. */
  seen: Set<string>;
  /** By interaction key, in the order of first answering. */
  answers: Map<string, Answer>;
  /** What stands in a field and is not recorded yet. */
  drafts: Map<string, Value>;
  /** Something was left out because the host had no room. */
  shortened: boolean;
  /** Characters that the host proved to keep; Infinity while nothing is known. */
  room: number;
}

export interface Problem {
  text: string;
  values?: Record<string, string | number>;
}

export interface Outcome {
  completed: boolean;
  success: "passed" | "failed" | "unknown";
  /** 0 to 100, at most two decimals; null when there is no score. */
  score: number | null;
}

/** What a document is worth reporting by itself: its learning objective. */
export interface Objective extends Outcome {
  id: string;
  title: string;
  /** 0 to 1. */
  fraction: number;
}

export interface Objectives {
  visit(page: string): void;
  mark(interaction: Interaction, answered: boolean, share: number): void;
  /** Id of the objective of a page. */
  idOf(page: string): string;
  readonly list: Objective[];
}

/** One answer as a driver reports it. */
export interface Report extends Interaction {
  /** The place it has, or -1. */
  index: number;
  /** The first place that no answer has. */
  next: number;
  /** Ids of questions by the places that their answers have. */
  taken: Map<number, string>;
  value: Value;
  /** The answer in words: options' texts, the text, the number. */
  words: string[];
  /** Each right answer, in words and as a value. */
  patterns: { words: string[]; value: Value }[];
  result: Result;
  /** How much of it is right, 0 to 1. */
  share: number;
  time: Date;
  /** Seconds from the page to the answer; null when unknown. */
  latency: number | null;
}

/** How a learner wishes to hear and see media, NaN where it is left as it is: 1 is as loud, or as fast, as it was made;
 * captions are -1: off, 0: as they are, 1: on. */
export type Preference = (element: "audio_level" | "delivery_speed" | "audio_captioning") => number;

/** What a standard knows when a sitting begins. */
export interface Start {
  mode: "normal" | "review" | "browse";
  /** As it was saved; empty for a new attempt. */
  state: string;
  learner: string;
  /** How many answers the LMS holds; null when it does not say. */
  records: number | null;
  /** The learner's name, for a greeting. */
  name?: string;
  preference?: Preference;
  /** The passing score, 0 to 100, where the LMS sets another one. */
  passing?: number;
  /** This is what the browser has: more may come late. */
  partial?: boolean;
  /** What a pass is, is not known yet. */
  unjudged?: boolean;
}

type Soon<T> = T | Promise<T>;

/** One standard. A driver knows no page; each call says whether it was stored. */
export interface Driver {
  /** Whether being without an LMS is worth a word to the learner. */
  expectsLms: boolean;
  /** Keeps what is done before the start, where it is known before who learns. */
  createEarly?(store: Store, attempt: import("./attempt.js").Attempt): ReturnType<typeof import("./early.js").createEarly>;
  /** Null when there is no LMS; `late` is called when one appears after all, or says more than at first; `told` with the
   * key of a text, or "", when what was stored in this browser stands differently with the LMS; `again` when what was saved
   * did not arrive; `leave` when the learner follows a link of the LMS's page. */
  start(late: (start: Start) => void, told?: (text: string) => void, again?: () => void, leave?: () => void): Soon<Start | null>;
  /** A page was shown; its key. */
  visit?(page: string): void;
  /** The place of the record (-1 where a standard has none), or null when it was refused, or has to wait; `isLast` when
   * nothing can wait. */
  answer(report: Report, isLast?: boolean): Soon<number | null>;
  /** Whether the answers are not through yet: everything else waits for them. */
  isBusy?(): boolean;
  /** Why nothing is saved, as a text's key, where more is known than that. */
  trouble?(): string;
  /** Whether what was saved got through, asked before the learner leaves. */
  confirm?(): Soon<boolean>;
  progress(progress: { page: string; fraction: number }): Soon<boolean>;
  /** Counts documents by themselves, in a standard that has objectives. */
  createObjectives?(data: CourseData): Objectives;
  /** `objectives` are those that the learner has begun. */
  complete(outcome: Outcome, objectives?: Objective[]): Soon<boolean>;
  /** Stores the state and commits everything before it, unless `finish` follows at once and does. `fit` gives the state in
   * so many characters. */
  save(fit: Fit, isLast?: boolean): Soon<boolean>;
  /** `to` is where the learner wishes to go: the id of another document, `>` for the one behind this, or empty to leave;
   * absent when the page goes. */
  finish(to?: string): Soon<boolean>;
  /** Where the learner goes when all is over; empty when nobody said. */
  address?: string;
  /** That address must not be opened. */
  isStranded?: boolean;
  /** What could not be sent, and will not be soon: for a file that the learner can hand on. */
  unsent?(): Promise<Json[]>;
}

export type CreateDriver = (win: Window, data: CourseData) => Driver;

export type Fit = (limit: number) => string;

/** What lies in this browser from before: the learner says whether it is theirs. */
export type Offer = (isTheirs: boolean) => void;

export interface Store {
  /** Where there are copies of a learner's attempts, of the one saved most often first. */
  copies(learner: string): [learner: string, token: string][];
  /** Brings back what the browser has kept better than here; whether something came. */
  restore(learners: string[]): Promise<boolean>;
  read(learner: string, token: string): string;
  /** At once where only this page has to go, and whether it outlives the browser as soon as that is known. */
  write(learner: string, token: string, text: string): boolean | Promise<boolean>;
}

export type Saving = "connecting" | "saving" | "saved" | "saved_here" | "not_saved" | "read_only";

/** Who is told what changed. */
export interface View {
  /** An answer was recorded or taken over. */
  answered(key: string): void;
  /** How it stands with saving; `notice` is a text's key or empty. */
  saving(saving: Saving, notice: string): void;
  /** Asks what becomes of what lies here; null: nothing is asked any more. */
  ask(offer: Offer | null): void;
  /** Everything may be different: the saved state has arrived. */
  restored(start: Start | null): void;
  /** The learner goes elsewhere, and the sitting is over. */
  left(): void;
}

export interface Look {
  value: Value | undefined;
  recorded: boolean;
  /** Absent while the field holds something else than was recorded. */
  result: Result | undefined;
  locked: boolean;
  /** Infinity when there is no limit. */
  attemptsLeft: number;
}

export type Say = (key: string, values?: Record<string, string | number>) => string;
