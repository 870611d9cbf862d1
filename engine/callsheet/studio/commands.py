"""All that the page can ask for, by the word that it asks with."""

from collections.abc import Mapping

from callsheet.studio.assisting import CompleteText, CompleteValue, HoverText
from callsheet.studio.board import AddPhrase, ListQuestions, ShowCall, WatchBoard
from callsheet.studio.checking import CheckText
from callsheet.studio.command import Command
from callsheet.studio.drawing import DrawScript
from callsheet.studio.editing import (
    DeleteItem,
    DeleteKey,
    InsertItem,
    MoveItem,
    Rename,
    RenameKey,
    SetKey,
    SetValue,
    WrapItem,
)
from callsheet.studio.exploring import ExploreScript
from callsheet.studio.files import Begin, ListFiles, OpenFile, SaveFile
from callsheet.studio.moves import OfferCondition, OfferMoves
from callsheet.studio.offers import OfferKeys, OfferSteps
from callsheet.studio.play import PlayTests, SaveAsTest, TryCall

COMMANDS: Mapping[str, type[Command]] = {
    "begin": Begin,
    "files": ListFiles,
    "open": OpenFile,
    "save": SaveFile,
    "check": CheckText,
    "complete": CompleteText,
    "complete_value": CompleteValue,
    "hover": HoverText,
    "draw": DrawScript,
    "offer_steps": OfferSteps,
    "offer_keys": OfferKeys,
    "offer_moves": OfferMoves,
    "offer_condition": OfferCondition,
    "set_value": SetValue,
    "insert_item": InsertItem,
    "delete_item": DeleteItem,
    "move_item": MoveItem,
    "wrap_item": WrapItem,
    "set_key": SetKey,
    "delete_key": DeleteKey,
    "rename": Rename,
    "rename_key": RenameKey,
    "watch_board": WatchBoard,
    "questions": ListQuestions,
    "show_call": ShowCall,
    "add_phrase": AddPhrase,
    "try_call": TryCall,
    "save_as_test": SaveAsTest,
    "play_tests": PlayTests,
    "explore": ExploreScript,
}
