"""What English contracts, taken apart: `that's` and `that is` are the same words."""

_OTHERS = """
im: i am, ive: i have, id: i would, ill: i will, youre: you are, youve: you have, youd: you would, youll: you will,
theyre: they are, theyll: they will, weve: we have, thatll: that will, thatd: that would, itll: it will, itd: it would,
lets: let us, wont: will not, cant: can not, cannot: can not, aint: is not, gonna: going to, wanna: want to,
gotta: got to, dunno: do not know, gimme: give me, ok: okay, alright: all right, goodbye: good bye, mmhmm: mm hmm,
maam: ma am, mam: ma am, yessir: yes sir, nevermind: never mind, lemme: let me, alot: a lot, thx: thanks, pls: please,
plz: please, dr: doctor, ofcourse: of course, thankyou: thank you
"""
_IS = "that it he she what who where how there here everything this"
_NOT = "do does did is are was were has have had would could should must need"
# A word and what it stands for. "Well" and "were" are left out: they are words themselves.
WHOLE = {
    **{f"{who}s": (who, "is") for who in _IS.split()},
    **{f"{verb}nt": (verb, "not") for verb in _NOT.split()},
    **{
        short: tuple(long.split())
        for short, long in (pair.split(": ") for pair in " ".join(_OTHERS.split()).split(", "))
    },
}
