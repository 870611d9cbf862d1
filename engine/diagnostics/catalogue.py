"""Every code that `check` can give. A code never changes its meaning and is never given to another problem."""

from engine.diagnostics.diagnostic import Code

# Files and text
UNREADABLE_FILE = Code("CS001", "unreadable-file")
NOT_UTF8 = Code("CS002", "not-utf8")
FILE_TOO_LARGE = Code("CS003", "file-too-large")
FORBIDDEN_CHARACTER = Code("CS004", "forbidden-character")
MISNAMED_FILE = Code("CS005", "misnamed-file", "warning")

# YAML
YAML_SYNTAX = Code("CS101", "yaml-syntax")
DUPLICATE_KEY = Code("CS102", "duplicate-key")
ANCHOR_OR_ALIAS = Code("CS103", "anchor-or-alias")
TAG = Code("CS104", "tag")
SEVERAL_DOCUMENTS = Code("CS105", "several-documents")
TAB_INDENTATION = Code("CS106", "tab-indentation")
TOO_DEEP = Code("CS107", "too-deep")
AMBIGUOUS_VALUE = Code("CS108", "ambiguous-value")
EMPTY_VALUE = Code("CS109", "empty-value")
COMMENT_AFTER_TEXT = Code("CS110", "comment-after-text")
UNQUOTED_BRACES = Code("CS111", "unquoted-braces")
STRAY_QUOTE = Code("CS112", "stray-quote")
LINE_IN_TEXT = Code("CS113", "line-in-text")

# Shape
UNKNOWN_KEY = Code("CS121", "unknown-key")
UNKNOWN_VERB = Code("CS122", "unknown-verb")
TWO_VERBS = Code("CS123", "two-verbs")
MISSING_KEY = Code("CS124", "missing-key")
WRONG_SHAPE = Code("CS125", "wrong-shape")
BAD_VALUE = Code("CS126", "bad-value")
RESERVED_WORD = Code("CS127", "reserved-word")
SEVERAL_ANSWERS = Code("CS128", "several-answers")

# Names
UNKNOWN_SECTION = Code("CS201", "unknown-section")
UNKNOWN_QUERY = Code("CS202", "unknown-query")
UNKNOWN_INTENT = Code("CS204", "unknown-intent")
UNKNOWN_FILTER = Code("CS205", "unknown-filter")
UNKNOWN_NAME = Code("CS206", "unknown-name")
MISSING_PARAMETER = Code("CS207", "missing-parameter")
UNKNOWN_PARAMETER = Code("CS208", "unknown-parameter")
QUERY_AS_WRITE = Code("CS209", "query-as-write")
WRITE_AS_QUERY = Code("CS210", "write-as-query")
SECTION_REACHES_ITSELF = Code("CS211", "section-reaches-itself")
SHARED_PHRASE = Code("CS212", "shared-phrase")
SHARED_KEY = Code("CS213", "shared-key")
BUILT_IN_NAME = Code("CS214", "built-in-name")
RESERVED_INTENT = Code("CS215", "reserved-intent")
UNKNOWN_FIELD = Code("CS216", "unknown-field")
OUTSIDE_LOOP = Code("CS217", "outside-loop")
MISSING_OTHERWISE = Code("CS218", "missing-otherwise")
MISSING_TIMEZONE = Code("CS219", "missing-timezone")

# Meaning, on every way through the script
LINE_NOT_UP = Code("CS220", "line-not-up")
AFTER_DISCONNECT = Code("CS221", "after-disconnect")
NEVER_RUNS = Code("CS222", "never-runs")
NO_DISCONNECT = Code("CS223", "no-disconnect")
SPEECH_AFTER_HANG_UP = Code("CS224", "speech-after-hang-up")
NOT_ALWAYS_SET = Code("CS225", "not-always-set")
MAY_BE_NOTHING = Code("CS226", "may-be-nothing")
WRONG_KIND = Code("CS227", "wrong-kind")
NO_CONDITION = Code("CS228", "no-condition")
UNANSWERABLE = Code("CS229", "unanswerable")
UNUSED_NAME = Code("CS230", "unused-name", "warning")
UNUSED_SECTION = Code("CS231", "unused-section", "warning")
MISSING_LADDER = Code("CS232", "missing-ladder", "warning")
PHRASE_NOT_UNDERSTOOD = Code("CS233", "phrase-not-understood")
HIDDEN_NAME = Code("CS234", "hidden-name", "warning")
ASKS_SOMETHING_ELSE = Code("CS235", "asks-something-else", "warning")
NOTHING_TO_ADD_TO = Code("CS249", "nothing-to-add-to")
LINE_NEVER_SPOKEN = Code("CS257", "line-never-spoken", "warning")

# Texts, templates and expressions
BROKEN_EXPRESSION = Code("CS301", "broken-expression")
NOT_ALLOWED = Code("CS302", "not-allowed")
BRACES_IN_EXPRESSION = Code("CS303", "braces-in-expression")
MISSING_BRACES = Code("CS304", "missing-braces")
FILTER_ARGUMENTS = Code("CS305", "filter-arguments")
TEXT_TOO_LONG = Code("CS306", "text-too-long")

# Data
MISSING_SQL = Code("CS401", "missing-sql")
BROKEN_SQL = Code("CS402", "broken-sql")
DUPLICATE_QUERY = Code("CS403", "duplicate-query")
QUERY_PARAMETERS = Code("CS404", "query-parameters")
QUERY_MARK = Code("CS405", "query-mark")
SQL_REFUSED = Code("CS406", "sql-refused")
BROKEN_SCHEMA = Code("CS407", "broken-schema")
SQL_CLOCK = Code("CS408", "sql-clock", "warning")
UNEXPLAINED_QUERY = Code("CS409", "unexplained-query", "warning")
BROKEN_SAMPLE = Code("CS410", "broken-sample")

# Size
TOO_MANY_STATES = Code("CS501", "too-many-states")

# Test files
TWO_TURNS = Code("CS601", "two-turns")
MISSING_FLOW = Code("CS602", "missing-flow")
UNKNOWN_TABLE = Code("CS603", "unknown-table")
UNKNOWN_COLUMN = Code("CS604", "unknown-column")
ROW_WITHOUT_KEY = Code("CS605", "row-without-key")
ROW_REFUSED = Code("CS606", "row-refused")
DUPLICATE_TEST = Code("CS607", "duplicate-test")
TURN_IN_WRONG_PLACE = Code("CS608", "turn-in-wrong-place")
BAD_TIME = Code("CS609", "bad-time")
NO_TABLES = Code("CS610", "no-tables")
UNKNOWN_FAILURE = Code("CS611", "unknown-failure")
HEARS_WHAT_IT_NEVER_HEARS = Code("CS616", "hears-what-it-never-hears")

# Tests that failed
NOT_HEARD = Code("CS651", "not-heard")
NOT_ANSWERED = Code("CS652", "not-answered")
TURN_NOT_REACHED = Code("CS653", "turn-not-reached")
WRONG_ENDING = Code("CS654", "wrong-ending")
WRONG_ROW = Code("CS655", "wrong-row")
NOT_INTERRUPTIBLE = Code("CS656", "not-interruptible")
WRONG_INTENT = Code("CS657", "wrong-intent")
HEARD_NEVERTHELESS = Code("CS658", "heard-nevertheless")

# Which script answers which number (callsheet.toml)
TOML_SYNTAX = Code("CS701", "toml-syntax")
BAD_NUMBER = Code("CS702", "bad-number")
MISSING_SCRIPT = Code("CS703", "missing-script")

# Comments that silence a warning
SILENCE_WITHOUT_REASON = Code("CS901", "silence-without-reason", "warning", lasting=True)
UNKNOWN_CODE = Code("CS902", "unknown-code", "warning", lasting=True)
NEEDLESS_SILENCE = Code("CS903", "needless-silence", "warning", lasting=True)
NOT_SILENCEABLE = Code("CS904", "not-silenceable", "warning", lasting=True)
UNCLEAR_SILENCE = Code("CS905", "unclear-silence", "warning", lasting=True)
