// A telephone in the page: the microphone and the loudspeaker, on a socket of their own.

import type { CallFields, RowChange, SceneLine, Turn } from "./calls";
import { Refused } from "./link";
import type { OtherSide } from "./other";

export interface Ended {
  ended: string;
  turns: Turn[];
  changes: RowChange[];
}

/** What a spoken call tells the page. */
export type PhoneEvent = { loading: boolean } | { lines: SceneLine[]; line: number } | { other: OtherSide | null } | Ended | { refused: string };

const INSECURE = "A browser gives the microphone only to pages at 127.0.0.1, at localhost or on https: open the page there.";
const NO_MICROPHONE = "The browser does not give the microphone: allow it for this page, and look whether there is one.";

export class Phone {
  readonly #context: AudioContext;
  readonly #microphone: MediaStream;
  readonly #socket: WebSocket;

  private constructor(context: AudioContext, microphone: MediaStream, node: AudioWorkletNode, fields: CallFields, tell: (event: PhoneEvent) => void) {
    this.#context = context;
    this.#microphone = microphone;
    const socket = new WebSocket(`ws://${location.host}/phone`);
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(JSON.stringify(fields));
    socket.onclose = () => this.#end();
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (data instanceof ArrayBuffer) return node.port.postMessage(data, [data]);
      const message = JSON.parse(data) as PhoneEvent | { clear: true };
      if ("clear" in message) node.port.postMessage(message);
      else tell(message);
    };
    node.port.onmessage = ({ data }: MessageEvent<ArrayBuffer | object>) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(data instanceof ArrayBuffer ? data : JSON.stringify(data));
    };
  }

  /** Call. To be begun in a click: without one, a browser plays nothing. */
  static async call(fields: CallFields, tell: (event: PhoneEvent) => void): Promise<Phone> {
    if (!navigator.mediaDevices) throw new Refused(INSECURE);
    const context = new AudioContext({ latencyHint: "interactive" });
    try {
      const [microphone] = await Promise.all([openMicrophone(), context.resume(), context.audioWorklet.addModule("/worklet.js")]);
      const node = new AudioWorkletNode(context, "telephone", { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1] });
      context.createMediaStreamSource(microphone).connect(node);
      node.connect(context.destination);
      return new Phone(context, microphone, node, fields, tell);
    } catch (error) {
      await context.close();
      throw error instanceof DOMException ? new Refused(NO_MICROPHONE) : error;
    }
  }

  /** Tell it what somebody does: `key`, `other`, `hang_up`. */
  say(what: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(what));
  }

  #end(): void {
    for (const track of this.#microphone.getTracks()) track.stop();
    void this.#context.close();
  }
}

/** The microphone without our own echo: of all that this machine plays, where the browser can; else of this page. */
async function openMicrophone(): Promise<MediaStream> {
  const open = (echoCancellation: boolean | string) =>
    navigator.mediaDevices.getUserMedia({ audio: { echoCancellation, noiseSuppression: true, autoGainControl: true, channelCount: 1 } as MediaTrackConstraints });
  try {
    return await open("all");
  } catch (error) {
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "OverconstrainedError")) return open(true);
    throw error;
  }
}
