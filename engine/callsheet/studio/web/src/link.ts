// The one socket: what is asked is answered by its number, and events come unasked.

import type { Commands, StudioEvent } from "./types";

/** Why something that was asked for is not done, as a sentence. */
export class Refused extends Error {}

type Answer = { id: number; answer?: unknown; refused?: string };
interface Waiting {
  resolve(answer: unknown): void;
  reject(why: Refused): void;
}

const AGAIN_MS = 1000;
const GONE = "the studio is not there any more: begin it again, and open the address that it prints";

export class Link {
  #last = 0;
  #waiting = new Map<number, Waiting>();
  #ready: Promise<WebSocket>;

  constructor(
    private readonly onEvent: (event: StudioEvent) => void,
    private readonly onState: (connected: boolean) => void,
  ) {
    this.#ready = this.#open();
  }

  async ask<Name extends keyof Commands>(name: Name, fields: Commands[Name][0]): Promise<Commands[Name][1]> {
    const socket = await this.#ready;
    if (socket.readyState !== WebSocket.OPEN) throw new Refused(GONE);
    const id = ++this.#last;
    const answered = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    socket.send(JSON.stringify({ id, do: name, with: fields }));
    return answered as Promise<Commands[Name][1]>;
  }

  #open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://${location.host}/socket`);
    socket.onmessage = ({ data }) => this.#came(JSON.parse(data as string) as Answer | StudioEvent);
    return new Promise((resolve) => {
      socket.onopen = () => {
        this.onState(true);
        resolve(socket);
      };
      socket.onclose = () => {
        for (const { reject } of this.#waiting.values()) reject(new Refused(GONE));
        this.#waiting.clear();
        this.onState(false);
        resolve(socket);
        setTimeout(() => {
          this.#ready = this.#open();
        }, AGAIN_MS);
      };
    });
  }

  #came(message: Answer | StudioEvent): void {
    if ("event" in message) return this.onEvent(message);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.refused === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(new Refused(message.refused));
  }
}
