// Adding to a script: steps, keys, lines. Only what was tried and not refused is offered.

import { useEffect, useState } from "preact/hooks";
import { Typing } from "./field";
import { Item, Menu } from "./menu";
import type { Studio } from "./studio";
import type { Offer, Path } from "./types";
import { capital, inWords } from "./words";

/** A button that adds a step to a list, before the one at `index`. */
export function AddStep({ studio, path, index, last }: { studio: Studio; path: Path; index: number; last: boolean }) {
  const add = ({ value }: Offer) => {
    studio.focus = JSON.stringify([...path, index]);
    void studio.edit("insert_item", { path, index, value });
  };
  const verbs = Object.keys(studio.state.grammar?.verbs ?? {});
  const asks = verbs.map((verb) => () => studio.look("offer_steps", { path, index, verb }));
  return (
    <li class={last ? "add last" : "add"}>
      <Menu button={last ? "+ Step" : "+"} label={last ? "Add a step at the end" : "Add a step here"}>
        {(close) => <Offers asks={asks} {...{ close, add }} />}
      </Menu>
    </li>
  );
}

interface OffersProps {
  /** One is asked after the other, and what it gave is shown meanwhile. */
  asks: (() => Promise<{ offers: Offer[] } | null>)[];
  add(offer: Offer): void;
  close(): void;
}

/** What can be added, as soon as it is known. */
export function Offers({ asks, add, close }: OffersProps) {
  const [offers, setOffers] = useState<Offer[]>([]);
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

/** A line more in a list of texts: a phrase, a line of a ladder. */
export function AddLine({ studio, path, index, label }: { studio: Studio; path: Path; index: number; label: string }) {
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
      label={`another ${label}`}
      end={(typed, byKey) => {
        setTyping(false);
        if (typed?.trim()) void studio.edit("insert_item", { path, index, value: typed }).then((done) => setTyping(done && byKey));
      }}
    />
  );
}

interface AddNameProps {
  label: string;
  add(name: string): Promise<unknown>;
}

/** A name more in what has names: an answer, a section, an intent. */
export function AddName({ label, add }: AddNameProps) {
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
      label={`the name of the ${label}`}
      end={(typed) => {
        setTyping(false);
        const name = asName(typed ?? "");
        if (name) void add(name);
      }}
    />
  );
}

/** A name as the language has it, of what somebody typed: "No longer open" is no_longer_open. */
const asName = (typed: string): string => typed.trim().toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "");

/** A key more: an option of a step, what happens then, an answer. */
export function AddKey({ studio, path, label, button }: { studio: Studio; path: Path; label: string; button: string }) {
  return (
    <Menu button={button} label={label} class="quiet">
      {(close) => (
        <Offers
          asks={[() => studio.look("offer_keys", { path })]}
          close={close}
          add={({ key, value }) => void studio.edit("set_key", { path, key, value })}
        />
      )}
    </Menu>
  );
}
