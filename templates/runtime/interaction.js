/** One interaction on a page: its field, Check button, feedback and messages. */

import { hook, hooks, isReloaded, on, serve, setAria, showText } from "./dom.js";
import { findField } from "./fields.js";
import { enhanceRanking } from "./ranking.js";

/** Keys of the interface texts that this module shows. */
export const says = ["attempts_left", "moved", "no_attempts_left", "recorded", "required"];

/** @param {HTMLElement} root @param {import("./session.js").Session} session
 * @param {{say: import("./types.js").Say, announce: (text: string) => void}} voice */
export function enhanceInteraction(root, session, { say, announce }) {
  const { key, gated, options } = session.interaction(root.dataset.interaction ?? "");
  const field = findField(root);
  const button = hook(root, "check") ?? hook(root, "confirm");
  const message = hook(root, "message");
  const ranking = field.isRanking && enhanceRanking(/** @type {HTMLElement} */ (field.controls[0]), {
    isLocked: () => session.look(key).locked,
    moved: change,
    announce: (moved, place, count) =>
      announce(say("moved", { item: options?.find((option) => option.key === moved)?.text ?? "", place, count })),
  });

  /** @param {import("./types.js").Problem | null} problem */
  function showProblem(problem) {
    if (problem) showText(message, say(problem.text, problem.values));
    root.toggleAttribute("data-problem", problem !== null);
    if (field.isTyped) setAria(field.controls[0], "invalid", problem !== null);
  }

  function showState() {
    const { result, locked, value, attemptsLeft } = session.look(key);
    if (result) root.dataset.result = result;
    else delete root.dataset.result;
    const fitting = result ? ["any", result, ...(value ?? [])] : [];
    for (const part of [...hooks(root, "feedback"), ...hooks(root, "option-feedback")]) {
      part.hidden = !fitting.includes(part.dataset.feedback ?? part.dataset.optionFeedback ?? "");
    }
    for (const control of field.controls) if ("disabled" in control) control.disabled = locked;
    setAria(button, "disabled", locked);
    if (ranking) ranking.refresh();
    const left = locked ? "no_attempts_left" : attemptsLeft < Infinity ? "attempts_left" : "recorded";
    showText(message, gated && result && !session.readOnly ? say(left, { count: attemptsLeft }) : "");
    showProblem(null);
  }

  function record() {
    const problem = session.record(key, field.read());
    showState();
    showProblem(problem);
    return problem;
  }

  /** The field was changed for good: a choice, a move, a text that was left. */
  function change() {
    if (!gated) record();
    else {
      session.draft(key, field.read());
      showState();
    }
  }

  function refresh() {
    const { value } = session.look(key);
    if (value || !field.isRanking) field.write(value);
    showState();
  }

  const focus = () => (ranking ? root.querySelector("button") : field.controls[0])?.focus();

  if (field.isTyped) {
    on(root, "input", () => {
      if (!gated) session.type(key, String(field.read()));
      // a message that went when the field is left would move what is being clicked
      gated ? change() : showState();
    });
  }
  on(root, "change", change);
  serve(button, () => {
    if (!session.look(key).locked && !record() && !gated) showText(message, say("recorded"));
  });
  on(root, "focusout", () => setTimeout(() => {
    // when the window loses the focus, the field still has it
    if (root.contains(document.activeElement) || !session.leave(key)) return;
    showState();
  }));

  // what was given before the script was there; after a reload it may be another learner's
  if (!isReloaded() && !ranking && !session.look(key).value && field.read().length) change();
  refresh();
  return {
    refresh,
    focus,
    /** Says that an answer is wanted here, and goes there. */
    ask() {
      showProblem({ text: "required" });
      focus();
    },
  };
}
