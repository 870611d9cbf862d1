// Adding to a script: steps, keys, lines. Only what was tried and not refused is offered.

import { useEffect, useState } from "preact/hooks";
import { Typing } from "./field";
import { Item, Menu } from "./menu";
import { isText } from "./shared";
import type { Studio } from "./studio";
import type { Offer, Path, Plain } from "./types";
import { asName, capital, inWords } from "./words";

/** A button that adds a step to a list, before the one at `index`. */
export function AddStep({ studio, path, index, last }: { studio: Studio; path: Path; index: number; last: boolean }) {
  const verbs = studio.state.grammar?.verbs ?? {};
  const add = ({ key, value }: Offer) => {
    const step = [...path, index];
    void studio.edit("insert_item", { path, index, value }, isText(verbs[key]?.keys?.[key]) ? [...step, key] : step);
  };
  const asks = Object.keys(verbs).map((verb) => () => studio.look("offer_steps", { path, index, verb }));
  return (
    <li class={last ? "add last" : "add"}>
      <Menu button={last ? "+ Step" : "+"} label={last ? "Add a step at the end" : "Add a step here"}>
        {(close) => <Offers asks={asks} {...{ close, add }} />}
      </Menu>
    </li>
  );
}

type Ask<T> = () => Promise<{ offers: T[] } | null>;

/** What is offered: one is asked after the other, and what it gave is there meanwhile. And whether there may be more. */
export function useOffers<T>(asks: Ask<T>[]): [T[], boolean] {
  const [offers, setOffers] = useState<T[]>([]);
  const [looking, setLooking] = useState(true);
  useEffect(() => {
    let wanted = true;
    const look = async () => {
      for (const ask of asks) {
        const found = await ask();
        if (!wanted) return;
        setOffers((offers) => [...offers, ...(found?.offers ?? [])]);
      }
      setLooking(false);
    };
    void look();
    return () => {
      wanted = false;
    };
  }, []);
  return [offers, looking];
}

interface OffersProps {
  asks: Ask<Offer>[];
  add(offer: Offer): void;
  close(): void;
}

/** What can be added, as soon as it is known. */
function Offers({ asks, add, close }: OffersProps) {
  const [offers, looking] = useOffers(asks);
  return (
    <>
      {offers.map((offer) => (
        <Item
          hint={offer.description}
          onChosen={() => {
            close();
            add(offer);
          }}
        >
          + {capital(inWords(offer.key))} <Named offer={offer} />
        </Item>
      ))}
      {looking ? <p>looking at what fits here …</p> : offers.length ? null : <p>nothing can be added here</p>}
    </>
  );
}

/** What an offered step names, where it names something. */
function Named({ offer: { key, value } }: { offer: Offer }) {
  const named = typeof value === "object" && !Array.isArray(value) ? value[key] : "";
  return <b>{typeof named === "string" && /^\w+$/.test(named) ? inWords(named) : ""}</b>;
}

interface AddTypedProps {
  label: string;
  /** What is asked for, and whether for another one behind it. */
  asked: string;
  again?: boolean;
  add(typed: string): Promise<boolean>;
}

/** A button in whose place something new is typed. */
function AddTyped({ label, asked, again = false, add }: AddTypedProps) {
  const [typing, setTyping] = useState(false);
  if (!typing)
    return (
      <button type="button" class="quiet" onClick={() => setTyping(true)}>
        + {label}
      </button>
    );
  return (
    <Typing
      text=""
      label={asked}
      end={(typed, byKey) => {
        setTyping(false);
        if (typed?.trim()) void add(typed).then((done) => setTyping(again && done && byKey));
      }}
    />
  );
}

/** A line more in a list of texts: a phrase, a line of a ladder. */
export function AddLine({ studio, path, index, label }: { studio: Studio; path: Path; index: number; label: string }) {
  const add = (value: string) => studio.edit("insert_item", { path, index, value });
  return <AddTyped {...{ label, add }} asked={`another ${label}`} again />;
}

/** A name more in what has names: an answer, a section, an intent. */
export function AddName({ label, wordy = false, add }: { label: string; wordy?: boolean; add(name: string): Promise<boolean> }) {
  const written = wordy ? (typed: string) => typed.trim() : asName;
  const asked = wordy ? `the new ${label}` : `the name of the ${label}`;
  return <AddTyped {...{ label, asked }} add={async (typed) => written(typed) !== "" && add(written(typed))} />;
}

interface KeyOffersProps {
  studio: Studio;
  path: Path;
  /** What is asked for, one after the other. */
  keys: string[];
}

interface AddKeyProps extends KeyOffersProps {
  label: string;
  button: string;
}

/** A key more: an option of a step, what happens then, an answer. */
export function AddKey({ studio, path, keys, label, button }: AddKeyProps) {
  return (
    <Menu button={button} label={label} class="quiet">
      {(close) => <KeyOffers {...{ studio, path, keys, close }} />}
    </Menu>
  );
}

/** The keys that can be added; where that begins with a text, it is there to be written. */
export function KeyOffers({ studio, path, keys, close }: KeyOffersProps & { close(): void }) {
  const add = ({ key, value }: Offer) => {
    void studio.edit("set_key", { path, key, value }, [...path, key, ...first(value)]);
  };
  return <Offers asks={keys.map((key) => () => studio.look("offer_keys", { path, key }))} {...{ close, add }} />;
}

/** The path to the first value in a value. */
function first(value: Plain | undefined): Path {
  if (typeof value !== "object") return [];
  const [key] = Array.isArray(value) ? [0] : Object.keys(value);
  return key === undefined ? [] : [key, ...first(Array.isArray(value) ? value[0] : value[key])];
}
