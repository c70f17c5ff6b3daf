/** Sound and video according to the learner's preferences. */

/** @type {import("./types.js").Part} */
export const media = {
  prefer(preference) {
    const [volume, speed, captions] = [preference("audio_level"), preference("delivery_speed"), preference("audio_captioning")];
    for (const one of document.querySelectorAll(/** @type {"video"} */ ("audio, video"))) {
      if (volume >= 0) one.volume = Math.min(volume, 1);
      if (speed > 0) one.playbackRate = one.defaultPlaybackRate = Math.min(Math.max(speed, 0.25), 4);
      for (const track of captions ? one.textTracks : []) track.mode = captions > 0 ? "showing" : "hidden";
    }
  },
};
