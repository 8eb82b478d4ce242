const CLIPPED = 0.985;
const FLOOR = -60;

let context = null;

/** The page's one audio context. Browsers let it sound only after a click or a key. */
export function audio() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
  return context;
}

/** A level meter: draws the RMS of a stream on `track`, from -60 dBFS to 0. */
export class Meter {
  constructor(track) {
    this.track = track;
    this.bar = track.firstElementChild;
    this.level = 0;
    this.loudest = 0;
    this.told = 0;
  }

  listen(stream) {
    this.stop();
    const analyser = audio().createAnalyser();
    analyser.fftSize = 1024;
    this.source = audio().createMediaStreamSource(stream);
    this.source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      let power = 0;
      let peak = 0;
      for (const sample of samples) {
        power += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      const dbfs = 10 * Math.log10(power / samples.length + 1e-9);
      this.show(Math.max(0, Math.min(1, 1 - dbfs / FLOOR)), peak >= CLIPPED);
    };
    this.timer = setInterval(draw, 60);
  }

  show(level, clipped) {
    this.level = level;
    this.loudest = Math.max(this.loudest, level);
    this.bar.style.transform = `scaleX(${level.toFixed(3)})`;
    this.track.classList.toggle("loud", level > 0.35);
    this.track.classList.toggle("clipped", clipped);
    const now = Date.now();
    if (now - this.told > 500) {
      this.told = now;
      this.track.setAttribute("aria-valuenow", Math.round(level * 100));
    }
  }

  stop() {
    clearInterval(this.timer);
    this.source?.disconnect();
    this.source = null;
    this.show(0, false);
  }
}

/** One ring of `ms`: 450 Hz for who dials (GB/T 3380), a warbling bell for who is called. */
export function ring(ms, incoming) {
  const sound = audio();
  const gain = sound.createGain();
  const end = sound.currentTime + ms / 1000;
  gain.gain.setValueAtTime(0, sound.currentTime);
  gain.gain.linearRampToValueAtTime(0.09, sound.currentTime + 0.02);
  gain.gain.setValueAtTime(0.09, end - 0.03);
  gain.gain.linearRampToValueAtTime(0, end);
  gain.connect(sound.destination);
  for (const [frequency, wobble] of incoming ? [[660, 12], [880, 12]] : [[450, 0]]) {
    const tone = sound.createOscillator();
    tone.frequency.value = frequency;
    if (wobble) {
      const shake = sound.createOscillator();
      const depth = sound.createGain();
      shake.frequency.value = wobble;
      depth.gain.value = 40;
      shake.connect(depth).connect(tone.frequency);
      shake.start();
      shake.stop(end);
    }
    tone.connect(gain);
    tone.start();
    tone.stop(end);
  }
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];

/** The two tones of a key (ITU-T Q.23), quietly, for the ear of who pressed it. */
export function beep(key) {
  const place = "123456789*0#".indexOf(key);
  const sound = audio();
  const gain = sound.createGain();
  gain.gain.value = 0.05;
  gain.connect(sound.destination);
  for (const frequency of [ROWS[Math.floor(place / 3)], COLUMNS[place % 3]]) {
    const tone = sound.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start();
    tone.stop(sound.currentTime + 0.12);
  }
}

/** A track without a sound, for who has no microphone. */
export function silence() {
  return audio().createMediaStreamDestination().stream.getAudioTracks()[0];
}
