// Two short sounds, made here: no file is loaded for them.

import { byID } from "/desk-dom.js";

let audio = null;

/** Browsers let a page sound only after somebody has done something on it: call it from there. */
export function allowSound() { audio ??= new AudioContext(); }

/** Plays the pitches (hertz) one after another, if the agent wants to hear anything. */
export function ring(notes) {
  if (!byID("sound").checked || !audio) return;
  notes.forEach((pitch, index) => {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const start = audio.currentTime + index * 0.16;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.16, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.15);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.16);
  });
}
