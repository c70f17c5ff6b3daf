/** Sound and video as the learner wishes them. */

/** @param {import("./types.js").MediaPreferences} wishes */
export function preferMedia({ volume, speed, captions }) {
  for (const media of document.querySelectorAll(/** @type {"video"} */ ("audio, video"))) {
    if (volume >= 0) media.volume = Math.min(volume, 1);
    if (speed > 0) media.playbackRate = media.defaultPlaybackRate = Math.min(Math.max(speed, 0.25), 4);
    for (const track of captions ? media.textTracks : []) track.mode = captions > 0 ? "showing" : "hidden";
  }
}
