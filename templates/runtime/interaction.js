/** One interaction on a page: its field, Check button, feedback and messages. */

import { SAID_OF, shownSolution } from "./answer.js";
import { hook, hooks, isReloaded, on, serve, setAria, setData, showText, whole } from "./dom.js";
import { findField } from "./fields.js";

/** Keys of the interface texts that this module shows. */
export const says = ["attempts_left", "characters_left", "no_attempts_left", "recorded", "required", "solution"];

/** @param {HTMLElement} root @param {import("./session.js").Session} session
 * @param {{say: import("./types.js").Say, announce: (text: string) => void}} voice in the language of its page */
export function enhanceInteraction(root, session, { say, announce }) {
  const asked = session.interaction(root.dataset.interaction ?? "");
  const { key, gated, answer, multiple, max_length: limit } = asked;
  const { reveal = session.data.settings.reveal } = asked;
  const field = findField(root);
  const button = hook(root, "check") ?? hook(root, "confirm");
  const [message, problemText, outcome] = ["message", "said-problem", "outcome"].map((name) => hook(root, name));
  const control = field.enhance?.(field.controls, {
    root, asked, say, announce,
    isLocked: () => session.look(key).locked,
    changed: change,
    record,
  });

  /** @param {import("./types.js").Problem | null} problem */
  function showProblem(problem) {
    showText(problemText, problem ? say(problem.text, problem.values) : "");
    root.toggleAttribute("data-problem", problem !== null);
    setAria(root.matches("fieldset") ? root : field.controls[0], "invalid", problem !== null);
  }

  /** Marks each chosen option as right or wrong and, once nothing can be changed, those that would have been right.
   * @param {import("./types.js").Look} look */
  function showMarks({ result, locked, value = "" }) {
    const isJudged = answer && result && (reveal || !multiple || result === "correct");
    for (const mark of hooks(root, "mark")) {
      const choice = /** @type {HTMLElement} */ (mark.closest(".choice"));
      const { value: option = "" } = choice.querySelector("input") ?? {};
      const [isRight, isChosen] = [answer?.includes(option), value.includes(option)];
      const verdict = !isJudged ? "" : isChosen ? (isRight ? "correct" : "incorrect") : isRight && locked && reveal ? "missed" : "";
      setData(choice, "verdict", verdict);
      showText(mark, verdict && say(SAID_OF[verdict]));
    }
  }

  function showState() {
    const look = session.look(key);
    const { result, locked, value, attemptsLeft } = look;
    setData(root, "result", result);
    const fitting = result ? ["any", result, ...(value ?? [])] : [];
    for (const part of [...hooks(root, "feedback"), ...hooks(root, "option-feedback")]) {
      part.hidden = !fitting.includes(/** @type {string} */ (part.dataset.feedback ?? part.dataset.optionFeedback));
    }
    showMarks(look);
    for (const control of field.controls) if ("disabled" in control) control.disabled = locked;
    if (button) {
      // a button that can no longer be pressed disappears; the focus stays here
      const isFocused = locked && document.activeElement === button;
      button.hidden = locked;
      if (isFocused) outcome?.focus({ preventScroll: true });
    }
    control?.refresh?.(look, !!answer && !!result && (reveal || result === "correct"));
    const isShown = locked && reveal && result === "incorrect" && !hook(root, "mark");
    showText(hook(root, "solution"), isShown ? say("solution", { answer: shownSolution(asked, session.language) }) : "");
    const left = locked ? "no_attempts_left" : attemptsLeft < Infinity ? "attempts_left" : "recorded";
    // a right answer that can no longer be changed needs no words
    const isSaid = gated && result && !session.readOnly && !(locked && result === "correct");
    showText(message, isSaid ? say(left, { count: attemptsLeft }) : "");
    if (limit) showText(hook(root, "room"), say("characters_left", { count: limit - field.read().length }));
    showProblem(null);
  }

  function record() {
    // checking the same answer twice counts as one attempt
    const problem = gated && session.look(key).result ? null : session.record(key, field.read());
    showState();
    showProblem(problem);
    return problem;
  }

  /** Presses the button, which stays under the pointer while the feedback appears above it. */
  function press() {
    const { style } = whole();
    // otherwise the browser would keep another element in place
    style.overflowAnchor = "none";
    requestAnimationFrame(() => setTimeout(() => { style.overflowAnchor = ""; }));
    const pressed = /** @type {HTMLElement} */ (button);
    const { bottom } = pressed.getBoundingClientRect();
    const problem = record();
    if (problem) announce(problemText?.textContent ?? "");
    else if (!gated) showText(message, say("recorded"));
    const end = /** @type {HTMLElement} */ (pressed.hidden ? outcome : pressed);
    window.scrollBy(0, end.getBoundingClientRect().bottom - bottom);
    // show the result, or whatever comes first: if all of it is higher than the window, its end would not be enough
    (problem ? problemText : outcome?.querySelector(".outcome > :not([hidden])"))?.scrollIntoView({ block: "nearest" });
  }

  /** The field has changed for good: a choice, a move, or a text that was left. */
  function change() {
    if (!gated) record();
    else {
      session.draft(key, field.read());
      showState();
    }
  }

  function refresh() {
    field.write(session.look(key).value);
    showState();
  }

  const focus = () => (control?.focus ?? field.controls[0])?.focus();

  if (field.isTyped) {
    on(root, "input", () => {
      if (gated) return change();
      session.type(key, String(field.read()));
      // a message that disappears when the field is left would move what is being clicked
      showState();
    });
  }
  on(root, "change", change);
  serve(button, press);
  on(root, "focusout", () => setTimeout(() => {
    // when the window loses the focus, the field still has it
    if (root.contains(document.activeElement) || !session.leave(key)) return;
    showState();
  }));

  // record what was entered before the script had loaded; after a reload it may be another learner's
  if (!isReloaded() && !field.isPreset && !session.look(key).value && field.read().length) change();
  refresh();
  return {
    refresh,
    focus,
    /** Says that an answer is required here, and goes there. */
    ask() {
      showProblem({ text: "required" });
      focus();
    },
  };
}
