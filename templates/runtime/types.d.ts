/** The types that the modules of the runtime exchange. Not shipped. docs/page.md describes the data block. */

export type Kind = "choice" | "true-false" | "likert" | "sequencing" | "matching" | "fill-in" | "long-fill-in" | "numeric";
export type Result = "correct" | "incorrect" | "neutral";

/** What a component adds to the script; a package contains the parts of its course. A part defines only what it does
 * differently from the rest of the script. */
export interface Part {
  /** Called when the page starts. */
  begin?(say: Say): void;
  /** Updates a page when it is shown or something on it was answered; `answered` returns answers in words. */
  refresh?(page: HTMLElement, answered: (key: string) => string): void;
  /** The kind of interaction that the part handles. */
  kind?: Kind;
  /** It handles only interactions of this kind that have parts. */
  hasParts?: boolean;
  /** What can be wrong with a value that is not empty, by texts' keys. */
  findWrongs?(interaction: Interaction, value: Value, language: string): Record<string, boolean | undefined>;
  /** The part of a value of the right type that this build of the course knows. */
  known?(interaction: Interaction, value: Value): Value;
  /** Whether a value that is not empty answers the whole question. */
  isWhole?(interaction: Interaction, value: Value): boolean;
  isRight?(interaction: Interaction, given: Value, language: string): boolean;
  inWords?(interaction: Interaction, value: Value, language: string): string[];
  patternsOf?(interaction: Interaction): Report["patterns"];
  /** How much of a value that is not right as a whole is right, 0 to 1, if its parts earn points. */
  share?(interaction: Interaction, given: Value): number;
  /** An answer in the form that strict hosts of SCORM 1.2 accept (CMIFeedback). */
  strictForm?(report: Report, value: Value, words: string[], letters: string): string;
  /** An answer in ids, in the form of SCORM 2004 and xAPI. */
  idForm?(report: Report, value: Value, words: string[]): string;
  control?: Control;
  /** Records what else must be known about an outcome that is reached for the first time; `state` is the state before it. */
  reach?(data: CourseData, state: State, outcome: Outcome): void;
  /** Receives what the learner is told about saving, as a text's key. */
  hear?(text: string, session: import("./session.js").Session): void;
  /** Applies the LMS's preferences for sound and video. */
  prefer?(preference: Preference): void;
  /** Fills its part of the summary page. */
  end?(article: HTMLElement, session: import("./session.js").Session): void;
}

/** A kind of control of a page, found by a selector. */
export interface Control {
  matches: string;
  /** It holds a text that is typed. */
  isTyped?: boolean;
  /** It has a value before the learner has answered. */
  isPreset?: boolean;
  read(controls: any[]): Value;
  write(controls: any[], value: Value | undefined): void;
  /** Adds what the browser does not do by itself. */
  enhance?(controls: any[], host: Host): { refresh?(look: Look, isJudged: boolean): void; focus?: HTMLElement | null };
}

/** The interaction that a control belongs to, and what the control reports. */
export interface Host {
  root: HTMLElement;
  asked: Interaction;
  say: Say;
  announce(text: string): void;
  isLocked(): boolean;
  /** Does what the Check button would do. */
  record(): void;
  /** Called when the learner has changed the value. */
  changed(): void;
}

/** What a learner entered: keys of options (choice, likert, sequencing), or text as it was typed. */
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
  /** The condition under which it is asked, in addition to that of its page. */
  if?: Test;
  /** The key of its part of a pool; it is asked if that is drawn. */
  drawn?: string;
  kind: Kind;
  label: string;
  multiple?: boolean;
  /** A partly right answer earns part of the points. */
  partial?: boolean;
  required?: boolean;
  points?: number;
  gated?: boolean;
  attempts?: number;
  /** Whether the right answer is shown once the learner's can no longer be changed; by default as in the settings. */
  reveal?: boolean;
  options?: Option[];
  /** The parts that have an answer of their own. */
  parts?: (Option & { answer?: string[] })[];
  /** Case matters. */
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
  /** The id of its document. */
  document: string;
  /** The condition under which it is shown. */
  if?: Test;
}

/** A condition: one of the words in `meanings` in branches.js, and its operands. */
export type Test = [string, ...any[]];

export interface Settings {
  navigation: "free" | "sequential";
  completion: "answered" | "viewed" | "passed";
  scoring: "correctness" | "participation" | "none";
  passing_score: number | null;
  /** Only if true: the time at which it is earned is stored. */
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
  /** The texts of pages in other languages than the course's, by language. */
  other_texts?: Record<string, Record<string, string>>;
  /** In order; with branches, only those that this learner is asked. */
  pages: Page[];
  /** In order; with branches, only those that this learner is asked. */
  interactions: Interaction[];
  /** The conditions under which parts are shown, by the numbers that the page uses for them. */
  conditions?: Record<string, Test>;
  /** The keys and ids of each pool's parts, of which `draw` are drawn. */
  pools?: { draw: number; shuffle: boolean; parts: [key: string, id: string][] }[];
  /** With branches, as soon as they have been evaluated: all pages and interactions; the keys of those that are asked,
   * and the numbers of conditions that hold; the order of each shuffled pool; those of `asked` that the document shows;
   * and whether the attempt is known. */
  whole: { pages: Page[]; interactions: Interaction[]; asked: Set<string>; order: string[][]; followed?: Set<string>; isKnown?: boolean };
  /** Ids of questions in the order of their records in SCORM 1.2; by default the order of the course. */
  records?: string[];
  /** If statements are sent: the standard is xAPI or cmi5, or there is an LRS alongside the LMS. */
  xapi?: Activities;
  /** If there is an LRS alongside the LMS. */
  lrs?: Lrs;
}

/** A learning record store that the course itself names. */
export interface Lrs {
  /** An address or a path, which ends in a slash. */
  endpoint: string;
  /** The home page of the learners' accounts; empty: the origin of the page. */
  home_page: string;
  /** The activities of documents that are launches of their own. */
  units?: Record<string, Json>;
}

/** JSON from or for others. */
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
  /** The display texts of verbs, by their names, if the course is not in English. */
  verbs: Record<string, string>;
}

/** What an address says about where to report. */
export interface Launch {
  protocol: "xapi" | "cmi5";
  /** Ends in a slash. */
  endpoint: string;
  /** Empty until it has been fetched. */
  authorization: string;
  /** Where cmi5 content fetches its token. */
  token: string;
  actor: Json;
  /** A UUID, or empty. */
  registration: string;
  /** The IRI of the course, if the launcher gives one. */
  activity: string;
  /** Something is missing without which nothing can be reported. */
  isFaulty: boolean;
}

/** How a session is reported under one protocol. */
export interface Rules {
  /** What the tab knows of the session across reloads: `begun`, `initialized`, `accepted`, `terminated`, `audio`. */
  memory: { readonly known: Json; add(values: Json): void };
  /** Finds out what must be known before anything is sent; null if this launch cannot be reported. */
  open(
    client: ReturnType<typeof import("./delivery.js").createClient>,
    tell: (meaning: import("./reply.js").Meaning) => void,
  ): Promise<LaunchData | null>;
  /** A statement in the form in which it is sent, or null if it has no meaning any more; `isOurs`: it was made in this
   * session. */
  prepare(statement: Json, verb: string, isOurs: boolean, data: LaunchData): Json | null;
  /** Whether an LMS accepts a statement only once, and rejects it when it comes again. */
  isOnce(verb: string): boolean;
  /** Whether an LMS grades the learner by a statement. */
  isCounted(verb: string): boolean;
  /** The saved state is requested before the first statement has been accepted. */
  isStateEarly: boolean;
  /** `resumed` and `suspended` are reported. */
  saysResumed: boolean;
  /** `progressed` is reported even after completion. */
  saysProgressAlways: boolean;
  /** A fail is reported as soon as it happens, not when the learner leaves. */
  failsAtOnce: boolean;
  /** A page that is unloaded ends the session. */
  endsWithPage: boolean;
  /** The score of a verdict, from 0 to 100, in the form in which it is reported; null: it is not reported. */
  score(verb: string, score: number): Json | null;
}

export type CreateRules = (launch: Launch) => Rules;

/** What the LMS lays down for a session. */
export interface LaunchData {
  /** What every statement of the session must have in its context. */
  template?: Json;
  mode: Start["mode"];
  /** The passing score, 0 to 1, if the LMS sets one. */
  mastery?: number | undefined;
  /** Where the learner goes at the end; empty if it was not given. */
  address: string;
  /** The LMS gave an address that must not be opened. */
  isStranded: boolean;
}

/** A statement in the queue; `key` is its position, `sitting` identifies the session in which it was made. */
export interface Waiting {
  key: string;
  sitting: string;
  statement: Json;
}

/** The document of the State resource. */
export interface LearningRecord {
  format: number;
  /** In the form that `encode` writes. */
  state: string;
  /** When each question was answered, by key: milliseconds since 1970, by the clock of the LRS. */
  times: Record<string, number>;
  /** What has been reported: 1 for `completed` and `passed`, the percentage for `progressed`. */
  said: Record<string, number>;
  /** When it was saved. */
  at: number;
}

/** One recorded answer. */
export interface Answer {
  value: Value;
  /** The index of its record in the LMS; -1 as long as it has none. */
  index: number;
  /** How often Check was used. */
  attempts: number;
  /** A host without room kept only the beginning of the text. */
  shortened?: boolean;
}

export interface State {
  /** Identifies this attempt. */
  token: string;
  /** The number of saves. */
  revision: number;
  /** The key of the page that was shown last. */
  page: string;
  completed: boolean;
  passed: boolean;
  /** When the certificate was earned: minutes since 1970; 0: it was not, or the time is unknown. */
  earnedAt: number;
  /** Keys of the pages seen. */
  seen: Set<string>;
  /** By the interaction's key, in the order of the first answers. */
  answers: Map<string, Answer>;
  /** The content of fields that has not been recorded yet. */
  drafts: Map<string, Value>;
  /** Something was left out because the host had no room. */
  shortened: boolean;
  /** Characters that the host has proved to keep; Infinity as long as nothing is known. */
  room: number;
}

export interface Problem {
  text: string;
  values?: Record<string, string | number>;
}

export interface Outcome {
  completed: boolean;
  success: "passed" | "failed" | "unknown";
  /** 0 to 100, with at most two decimals; null if there is no score. */
  score: number | null;
}

/** What a document by itself reports as a learning objective. */
export interface Objective extends Outcome {
  id: string;
  title: string;
  /** 0 to 1. */
  fraction: number;
}

export interface Objectives {
  visit(page: string): void;
  mark(interaction: Interaction, answered: boolean, share: number): void;
  /** The id of a page's objective. */
  idOf(page: string): string;
  readonly list: Objective[];
}

/** One answer as a driver reports it. */
export interface Report extends Interaction {
  /** The index of its record, or -1. */
  index: number;
  /** The first index without a record. */
  next: number;
  /** Ids of questions by the index of their records. */
  taken: Map<number, string>;
  value: Value;
  /** The answer in words: the texts of options, the text, or the number. */
  words: string[];
  /** Each right answer, in words and as a value. */
  patterns: { words: string[]; value: Value }[];
  result: Result;
  /** How much of it is right, 0 to 1. */
  share: number;
  time: Date;
  /** Seconds from showing the page to the answer; null if unknown. */
  latency: number | null;
}

/** A learner's preferences for media, NaN if unchanged: 1 is the original volume or speed; captions are -1: off, 0:
 * unchanged, 1: on. */
export type Preference = (element: "audio_level" | "delivery_speed" | "audio_captioning") => number;

/** What a standard knows when a session begins. */
export interface Start {
  mode: "normal" | "review" | "browse";
  /** As it was saved; empty for a new attempt. */
  state: string;
  learner: string;
  /** How many answers the LMS holds; null if it does not say. */
  records: number | null;
  /** The learner's name, for a greeting. */
  name?: string;
  preference?: Preference;
  /** The passing score, 0 to 100, if the LMS sets one of its own. */
  passing?: number;
  /** This is what the browser has: more may arrive later. */
  partial?: boolean;
  /** It is not known yet what counts as a pass. */
  unjudged?: boolean;
}

type Soon<T> = T | Promise<T>;

/** A standard. A driver knows nothing of pages; each call returns whether the value was stored. */
export interface Driver {
  /** Whether the learner should be told if there is no LMS. */
  expectsLms: boolean;
  /** Keeps what is done before the start, if it is known by then who the learner is. */
  createEarly?(store: Store, attempt: import("./attempt.js").Attempt): ReturnType<typeof import("./early.js").createEarly>;
  /** Null if there is no LMS. `late` is called if one appears later, or supplies more than at first; `told` with the key
   * of a text, or "", if the LMS's view of what this browser stored has changed; `again` if something that was saved did
   * not arrive; `leave` if the learner follows a link of the LMS's page. */
  start(late: (start: Start) => void, told?: (text: string) => void, again?: () => void, leave?: () => void): Soon<Start | null>;
  /** A page was shown. */
  visit?(page: string): void;
  /** Returns the index of the record (-1 if a standard has none), or null if it was rejected or has to wait; `isLast` if
   * nothing can wait. */
  answer(report: Report, isLast?: boolean): Soon<number | null>;
  /** Whether some answers have not arrived yet: everything else waits for them. */
  isBusy?(): boolean;
  /** Why nothing is saved, as a text's key, if the reason is known. */
  trouble?(): string;
  /** Whether what was saved got through; called before the learner leaves. */
  confirm?(): Soon<boolean>;
  progress(progress: { page: string; fraction: number }): Soon<boolean>;
  /** Counts the progress of single documents, in a standard that has objectives. */
  createObjectives?(data: CourseData): Objectives;
  /** `objectives` are those that the learner has begun. */
  complete(outcome: Outcome, objectives?: Objective[]): Soon<boolean>;
  /** Stores the state and commits everything before it, unless `finish` follows at once and commits. `fit` returns the
   * state in at most so many characters. */
  save(fit: Fit, isLast?: boolean): Soon<boolean>;
  /** `to` is where the learner wants to go: the id of another document, `>` for the next one, or empty to leave; it is
   * absent if the page is being unloaded. */
  finish(to?: string): Soon<boolean>;
  /** Where the learner goes at the end; empty if it was not given. */
  address?: string;
  /** That address must not be opened. */
  isStranded?: boolean;
  /** What could not be sent, and will not be soon, for a file that the learner can pass on. */
  unsent?(): Promise<Json[]>;
}

export type CreateDriver = (win: Window, data: CourseData) => Driver;

export type Fit = (limit: number) => string;

/** What is stored in this browser from earlier: the learner says whether it is theirs. */
export type Offer = (isTheirs: boolean) => void;

export interface Store {
  /** Where there are copies of a learner's attempts, that of the attempt saved most often first. */
  copies(learner: string): [learner: string, token: string][];
  /** Restores what the browser's database has kept better than its storage; returns whether there was any. */
  restore(learners: string[]): Promise<boolean>;
  read(learner: string, token: string): string;
  /** Completes at once if it only has to outlive the page; the promise resolves to whether it outlives the browser. */
  write(learner: string, token: string, text: string): boolean | Promise<boolean>;
}

export type Saving = "connecting" | "saving" | "saved" | "saved_here" | "not_saved" | "read_only";

/** Is told what has changed. */
export interface View {
  /** An answer was recorded or taken over. */
  answered(key: string): void;
  /** The state of saving; `notice` is a text's key or empty. */
  saving(saving: Saving, notice: string): void;
  /** Asks what should happen to what is stored here; null: there is no question any more. */
  ask(offer: Offer | null): void;
  /** Everything may have changed: the saved state has arrived. */
  restored(start: Start | null): void;
  /** The learner goes elsewhere, and the session is over. */
  left(): void;
}

export interface Look {
  value: Value | undefined;
  recorded: boolean;
  /** Absent while the field differs from what was recorded. */
  result: Result | undefined;
  locked: boolean;
  /** Infinity if there is no limit. */
  attemptsLeft: number;
}

export type Say = (key: string, values?: Record<string, string | number>) => string;
