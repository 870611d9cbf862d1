"""The pages that explain the codes, one file a code: what it means, why, what is wrong and what is right.

A page is Markdown of a fixed form:

    # CS201 unknown-section

    One sentence that says what it means: lists show it.

    Paragraphs that say why, and what to do.

    ## Wrong

    A sentence, where it needs one.

    ```yaml
    the script, whole
    ```

    ## Right

    ```yaml
    the script, mended
    ```

The word behind the language is the name of the file; `example.flow.yaml` and `queries.sql` go without saying:

    ```sql data/schema.sql
    ```yaml example.test.yaml

What cannot be typed has a word more: `escaped` (`\\xff` is a byte, `\\t` a tab, `\\u00a0` a character),
`repeat=5000` (the last line stands there so often), `link` (the text is where a symbolic link leads).

The tests run every example: a wrong one gives its code once and nothing else, a right one gives nothing.
"""

from callsheet.diagnostics.pages.page import Example, File, MalformedPage, Page, parse_page
from callsheet.diagnostics.pages.read import FOLDER, read_page

__all__ = ["FOLDER", "Example", "File", "MalformedPage", "Page", "parse_page", "read_page"]
