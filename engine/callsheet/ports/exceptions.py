"""What can go wrong, as a tree. Failures that a script can deal with end as outcomes, and mistakes of authors as
diagnostics: an exception is how they get there, and none of them leaves the engine as one.

    Told                    somebody has to do something; `message` says in a sentence what and where
        Impossible              rows with which a call would go as it went
        DatabaseMissing         commands that have nothing to work on
        FilesNotMade
        NoCall
        NoJournal
        NoMessages
        NoTest
        NoTestMade
        NothingNamed
        NotBound                a service that cannot begin
        NotServed
        NotMarked
        NotTested
        NotWritten
        UnknownSdk
        WrongSetting
            SpeechNotInstalled
        EditRefused             what an author asked an edit for
        PortTaken               the studio
        Declined                what its page asks for
        DatabaseNotMade         schema.sql or sample.sql, with the line in it
        NotAppended             the journal
        NotForgotten
        NotAState               bytes that are no call
        NotConnected            the platform
        TooManyStates           a script that is too large
        LimitReached            a call that has come to a limit of its script
        Unusable                a value that cannot be used as the script wants to
        ProviderFailed          what was asked of a provider did not come; `kind` is one word for it
            DataFailed
            HttpFailed
            LineFailed
            ModelFailed
            RecordingFailed
            SpeechFailed
                SpeechMissing
    HungUp                  a call's own course, which is nobody's mistake
    ShutDown
    Overtaken               something else came first
    CancelledItself         nobody had cancelled it
    ChildEnded              a process that was asked something
    ProcessEnded            inside of a room, which deals with it
    Stuck
    TooMany
    Unparsed
    Unreadable
        Missing
    TextRefused
    Unwanted
    NotAllowed              an address that requests may not go to
    Misfit
    CallFailed              a test of the author's, as pytest wants to be told
    IllegalMove             mistakes of the engine or of its installation
    LibyamlMissing
    MalformedPage
    Misuse
    NothingComes
"""


class Told(Exception):
    """`message` is a sentence for whoever has to do something about it, without personal data."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ProviderFailed(Told):
    """A provider did not do what it was asked for. `kind` is one word for it, for whoever counts."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def own_mistake(error: Exception) -> str:
    """What is told of a mistake of ours. Nothing that the error itself says: it may hold what somebody wrote."""
    return f"a mistake of Callsheet itself ({type(error).__name__}); nothing is wrong with your script"
