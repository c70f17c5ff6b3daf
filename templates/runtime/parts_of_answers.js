/** Answers that have parts: what each part is worth, and whether it is right, which is shown next to it. */

import { hook, setData, showText } from "./dom.js";

/** Keys of the interface texts that this module shows. */
export const says = ["summary_correct", "summary_incorrect"];

/** @typedef {import("./types.js").Interaction} Interaction */
/** Whether a part of an answer is right; null: nothing is shown.
 * @typedef {(asked: Interaction, value: any) => (part: NonNullable<Interaction["parts"]>[number]) => boolean | null} Judging */

/** How much of an answer's parts is right, and whether all of it is. @param {Judging} judging */
export function judgeParts(judging) {
  /** @param {Interaction} asked @param {import("./types.js").Value} given */
  function share(asked, given) {
    const verdicts = asked.parts?.map(judging(asked, given)).filter((one) => one !== null) ?? [];
    return verdicts.filter(Boolean).length / verdicts.length;
  }
  return { share, isRight: (/** @type {Interaction} */ asked, /** @type {import("./types.js").Value} */ given) => share(asked, given) === 1 };
}

/** @param {import("./types.js").Host} host @param {Judging} judging */
export const markParts = ({ root, asked, say }, judging) => ({
  refresh(/** @type {import("./types.js").Look} */ { value }, /** @type {boolean} */ isJudged) {
    for (const part of asked.parts ?? []) {
      const mark = hook(root, `part-mark="${part.key}"`);
      const verdict = isJudged ? judging(asked, value)(part) : null;
      const said = verdict === null ? "" : verdict ? "summary_correct" : "summary_incorrect";
      setData(mark?.closest("[data-part]"), "verdict", said.slice(8));
      showText(mark, said && say(said));
    }
  },
});
