// The telephone's ear and mouth: 8 kHz for the engine, whatever rate the device has here.

declare const sampleRate: number;
declare function registerProcessor(name: string, processor: unknown): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

const RATE = 8000;
// Samples that are sent at once: 20 ms.
const FRAME = 160;
// A windowed sinc: zero crossings on each side, and points of it between two of them.
const CROSSINGS = 12;
const POINTS = 512;

/** Samples at another rate, whatever the two are. */
class Resampler {
  readonly #step: number;
  readonly #half: number;
  readonly #kernel: Float32Array;
  #buffer: Float32Array;
  #at: number;

  constructor(from: number, to: number) {
    const cut = Math.min(1, to / from);
    this.#step = from / to;
    this.#half = Math.ceil(CROSSINGS / cut);
    this.#kernel = Float32Array.from({ length: POINTS * this.#half + 2 }, (_, index) => {
      const distance = index / POINTS;
      const angle = Math.PI * distance * cut;
      const sinc = angle ? Math.sin(angle) / angle : 1;
      return distance > this.#half ? 0 : sinc * cut * (0.5 + 0.5 * Math.cos((Math.PI * distance) / this.#half));
    });
    this.#buffer = new Float32Array(this.#half);
    this.#at = this.#half;
  }

  push(samples: Float32Array): number[] {
    const all = new Float32Array(this.#buffer.length + samples.length);
    all.set(this.#buffer);
    all.set(samples, this.#buffer.length);
    const out: number[] = [];
    for (; this.#at + this.#half < all.length; this.#at += this.#step) {
      const centre = Math.floor(this.#at);
      let sum = 0;
      for (let index = centre - this.#half + 1; index <= centre + this.#half; index++)
        sum += (all[index] ?? 0) * (this.#kernel[Math.round(Math.abs(index - this.#at) * POINTS)] ?? 0);
      out.push(sum);
    }
    const passed = Math.max(0, Math.floor(this.#at) - this.#half);
    this.#buffer = all.slice(passed);
    this.#at -= passed;
    return out;
  }
}

class Telephone extends AudioWorkletProcessor {
  readonly #down = new Resampler(sampleRate, RATE);
  readonly #up = new Resampler(RATE, sampleRate);
  #spoken = new Int16Array(FRAME);
  #filled = 0;
  #queue: Int16Array[] = [];
  #out: number[] = [];
  #at = 0;
  #played = 0;
  #told = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ArrayBuffer | { clear: true }>) => {
      if (data instanceof ArrayBuffer) this.#queue.push(new Int16Array(data));
      else this.#clear();
    };
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const heard = inputs[0]?.[0];
    const speaker = outputs[0]?.[0];
    if (heard) this.#listen(heard);
    if (speaker) this.#play(speaker);
    return true;
  }

  #listen(heard: Float32Array): void {
    for (const sample of this.#down.push(heard)) {
      this.#spoken[this.#filled++] = Math.max(-32768, Math.min(32767, Math.round(sample * 32767)));
      if (this.#filled < FRAME) continue;
      this.port.postMessage(this.#spoken.buffer, [this.#spoken.buffer]);
      this.#spoken = new Int16Array(FRAME);
      this.#filled = 0;
    }
  }

  #play(speaker: Float32Array): void {
    while (this.#out.length - this.#at < speaker.length) {
      const next = this.#queue.shift();
      if (!next) break;
      this.#played += next.byteLength;
      this.#out = [...this.#out.slice(this.#at), ...this.#up.push(Float32Array.from(next, (sample) => sample / 32768))];
      this.#at = 0;
    }
    for (let index = 0; index < speaker.length; index++) speaker[index] = this.#out[this.#at++] ?? 0;
    this.#at = Math.min(this.#at, this.#out.length);
    if (this.#played - this.#told < 2 * FRAME) return;
    this.#told = this.#played;
    this.port.postMessage({ played: this.#played });
  }

  /** The rest is not heard any more. It counts as played: it is not here. */
  #clear(): void {
    for (const { byteLength } of this.#queue) this.#played += byteLength;
    this.#queue = [];
    this.#out = [];
    this.#at = 0;
    this.#told = this.#played;
    this.port.postMessage({ played: this.#played, cleared: true });
  }
}

registerProcessor("telephone", Telephone);
