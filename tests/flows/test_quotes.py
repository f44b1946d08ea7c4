"""Who said what: the labelled texts of our own, the conventions one by one, and what no text may break."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.quotes import Score, fixtures, label, same_speaker, score, shared_documents, unread
from flows.clean.quotes.find import KnownPerson, Quote, find_quotes
from flows.clean.quotes.marks import paragraphs_of, stretches_of
from flows.clean.quotes.words import given_names, grammar_words, party_words, role_words, verbs
from tests.shared import SHARED, needs_shared

HARD = ("eighth_", "ninth_", "tenth_")  # texts written to find what the rules cannot do
TYPES = {"person", "organisation", "group", "document", "anonymous"}
ATTRIBUTIONS = {
    "explicit", "pronoun", "nominal", "previous sentence", "next sentence", "continuation", "pull quote",
}  # fmt: skip


def said(text: str) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker) for quote in find_quotes(text)]


def only(text: str, known: tuple[KnownPerson, ...] = ()) -> Quote:
    [quote] = find_quotes(text, known)
    return quote


@cache
def scores() -> dict[str, Score]:
    """The score of each labelled text of our own, by its name; every text is read once for all tests."""
    return {document.name: score(document) for document in fixtures()}


def together(names: Iterable[str]) -> tuple[float, float, float]:
    total = Score()
    for name in names:
        total.add(scores()[name])
    return total.rates()


@pytest.mark.parametrize("name", [document.name for document in fixtures() if not document.name.startswith("tenth_")])
def test_a_labelled_text_is_read_nearly_whole(name):
    precision, recall, speakers = scores()[name].rates()
    assert min(precision, recall) >= 0.85 and speakers >= 0.8, scores()[name].misses


@pytest.mark.parametrize(
    ("of_set", "precision", "recall", "speakers"),
    [
        (lambda name: not name.startswith(HARD), 0.996, 0.992, 0.993),
        (lambda name: name.startswith("eighth_"), 0.995, 0.995, 0.949),  # written to be hard
        (lambda name: name.startswith("ninth_"), 0.995, 0.982, 0.946),
        (lambda name: name.startswith("tenth_"), 0.98, 0.96, 0.87),  # hardly mended against
    ],
    ids=["first seven sets", "eighth set", "ninth set", "tenth set"],
)
def test_the_labelled_texts_together(of_set, precision, recall, speakers):
    """Pinned: may rise, must not fall."""
    found = together(name for name in scores() if of_set(name))
    assert found[0] >= precision and found[1] >= recall and found[2] >= speakers, found


def test_texts_that_no_rule_was_mended_for():
    total = Score()
    for document in unread():
        total.add(score(document))
    precision, recall, speakers = total.rates()
    assert len(unread()) == 20 and precision >= 0.95 and recall >= 0.95 and speakers >= 0.85


@needs_shared
def test_the_published_sets():
    files: dict[str, Score] = {}
    for file, document in shared_documents(SHARED):
        files.setdefault(file, Score()).add(score(document))
    assert files["seed"].rates() == (1, 1, 1)
    assert files["uk-pages-quotes"].rates() == (1, 1, 1)
    precision, recall, speakers = files["wikinews-quotes"].rates()
    assert precision >= 0.99 and recall >= 0.99 and speakers >= 0.97


@needs_shared
def test_the_seed_has_its_channels_and_parties():
    [seed] = [document for file, document in shared_documents(SHARED) if file == "seed"]
    found = {quote.start: quote for quote in find_quotes(seed.text)}
    assert [(one.start, one.channel, one.party) for one in seed.labels] == [
        (one.start, found[one.start].channel, found[one.start].party) for one in seed.labels
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” said Jo Bloggs.", [("We won,", "Jo Bloggs")]),
        # who was asked answers; of two of one surname the one just named; a plural that owns something
        ("John Grey asked Paul Smith whether the road was shut. “It was,” he said.", [("It was,", "Paul Smith")]),
        (
            "Peter Grey opened the shop. His wife Mary Grey keeps the books. “We are open,” Grey said.",
            [("We are open,", "Mary Grey")],
        ),
        ("The supporters’ trust said: “We are sad.”", [("We are sad.", "supporters’ trust")]),
        ("“We won,” Jo Bloggs said.", [("We won,", "Jo Bloggs")]),
        ("Jo Bloggs said: “We won.”", [("We won.", "Jo Bloggs")]),
        ('"We won," said Jo Bloggs.', [("We won,", "Jo Bloggs")]),
        ("‘We won the farmers’ vote,’ said Jo Bloggs.", [("We won the farmers’ vote,", "Jo Bloggs")]),
        ("'We won the farmers' vote,' said Jo Bloggs.", [("We won the farmers' vote,", "Jo Bloggs")]),
        ("‘‘We won,’’ said Jo Bloggs.", [("We won,", "Jo Bloggs")]),  # two single marks for a double one
        ("“Who won?” Jo Bloggs asked.", [("Who won?", "Jo Bloggs")]),
        # the mark inside belongs to the speaker
        ("“They call me ‘the Mouse’ here,” said Jo Bloggs.", [("They call me ‘the Mouse’ here,", "Jo Bloggs")]),
        ("“We won,” Jo Bloggs said, “and won big.”", [("We won,", "Jo Bloggs"), ("and won big.", "Jo Bloggs")]),
        # a paragraph that does not close goes on in the next
        ("Jo Bloggs said: “We won.\n\n“We won big.”", [("We won.", "Jo Bloggs"), ("We won big.", "Jo Bloggs")]),
        # marks inside marks, and words cut short
        (
            "‘I said “no” to ’em,’ said Jo Bloggs. ‘Twice.’",
            [("I said “no” to ’em,", "Jo Bloggs"), ("Twice.", "Jo Bloggs")],
        ),
        ("'Don't let 'em in,' said Jo Bloggs. 'Ever.'", [("Don't let 'em in,", "Jo Bloggs"), ("Ever.", "Jo Bloggs")]),
        ("Jo ‘the Mouse’ Bloggs said it was ‘a shock’.", [("a shock", "Jo Bloggs")]),
        # whatever the verb is
        ("“We won,” harrumphed Jo Bloggs.", [("We won,", "Jo Bloggs")]),
        ("“We won,” Jo Bloggs went on.", [("We won,", "Jo Bloggs")]),
        ("“We won” was how Jo Bloggs put it.", [("We won", "Jo Bloggs")]),
        ("“It is over” was the verdict of Jo Bloggs.", [("It is over", "Jo Bloggs")]),
        ("If it falls, says one aide, “it falls hard”.", [("it falls hard", None)]),
        ("“No!” came the answer from the gallery.", [("No!", None)]),
        ("Cries of “resign” rang out.", [("resign", None)]),
        # the words of somebody else
        ("Jo Bloggs quoted a line by Al Smith: “Ask for bread.”", [("Ask for bread.", "Al Smith")]),
        ("Jo Bloggs quoted Al Smith as saying it was “a start”.", [("a start", "Al Smith")]),
        ("A saying attributed to Jo Bloggs is that time is “a thief”.", [("a thief", "Jo Bloggs")]),
        # called so by somebody, or by everybody
        ("He was sorry for what his deputy Jo Bloggs called “a shambles”.", [("a shambles", "Jo Bloggs")]),
        ("It is what forecasters call an “easterly wave”.", []),
        # nobody says these
        ("The “red wall” has fallen.", []),
        ("He played in a band called “The Mice”.", []),
        ("Her first novel, “The Mice”, was praised by critics.", []),
        ("Rival’s ‘lies’ cost us dear\nThe vote was held on Thursday.", []),
    ],
)
def test_conventions(text, expected):
    assert said(text) == expected


def test_the_subject_is_not_the_nearest_name():
    text = "Jo Bloggs, another ally of Al Smith, said the defeat was “a disaster”."
    assert only(text).speaker == "Jo Bloggs"
    assert only("The ally of Al Smith, Jo Bloggs, said it was “a disaster”.").speaker == "Jo Bloggs"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # two who speak together
        ("Jo Bloggs and Al Smith said it was “a shock”. “We never knew,” they added.", ["Jo Bloggs and Al Smith"] * 2),
        ("“We never knew,” said the organisers, Jo Bloggs and Al Smith.", ["Jo Bloggs and Al Smith"]),
        ("Jack and Al Smith, aged 9 and 8, ran home. “It was cold,” said Jack.", ["Jack Smith"]),
        # the only person of a sentence is whom the next pronoun means
        ("Jo Bloggs had gone. The chair went to Al Smith. “A surprise,” he said.", ["Al Smith"]),
        # what is said of somebody tells who is meant
        ("Xax Bloggs won her seat. Yoy Smith lost his. “I knew,” she said.", ["Xax Bloggs"]),
        ("Mr Justice Bloggs agreed. Jack Smith wept. “It is late,” the judge said.", ["Bloggs"]),
        ("General secretary Jo Bloggs spoke. The education secretary said it was “a start”.", ["education secretary"]),
        # named late
        ("The party’s leader said it was “a start”. Jo Bloggs called for calm.", ["Jo Bloggs"]),
        ("A minister said it was “a journey”. That was Jo Bloggs.", ["Jo Bloggs"]),
        ("It rained.\n“We were lucky to get down alive.”\nSo says Jo Bloggs, who was there.", ["Jo Bloggs"]),
        ("“We won it on the doorsteps,” said Jo Bloggs.\nIt rained.\n“We won it on the doorsteps”\nIt stopped.",
         ["Jo Bloggs", "Jo Bloggs"]),
        # letters and leaflets
        ("Jo Bloggs had an email from Al Smith. It said it was “too late”.", ["Al Smith"]),
        # turns
        ("“Are you well?” Jo Bloggs asked. “I am,” said Al Smith. “Are you sure?” “Quite sure.”",
         ["Jo Bloggs", "Al Smith", "Al Smith", "Jo Bloggs"]),
    ],
)  # fmt: skip
def test_who_is_meant(text, speakers):
    assert [quote.speaker for quote in find_quotes(text)] == speakers


@pytest.mark.parametrize("marks", ["“{}”", "{}"])
def test_an_interview(marks):
    answers = [marks.format("No. It is colder."), marks.format("A long sleep, and then work.")]
    text = (
        f"Jo Bloggs won in May. We met her in Leeds.\nQ: Is it warm?\nA: {answers[0]}\nQ: What next?\nA: {answers[1]}"
    )
    assert said(text) == [("No. It is colder.", "Jo Bloggs"), ("A long sleep, and then work.", "Jo Bloggs")]


def test_a_statement_below_a_colon_needs_no_marks():
    text = "In a letter Jo Bloggs wrote:\n{}\nThe party thanked her."
    words = "I have decided to stand down. It was an honour."
    assert said(text.format(words)) == [(words, "Jo Bloggs")]
    assert said(text.format("Labour 5,012, Conservative 4,310, Green 900.")) == []  # figures are nobody's words


def test_a_profile_tells_of_whom_it_names_first():
    text = (
        "Ann Lowe knows everybody.\nShe was born in Hull.\nHer mother, Joan Lowe, ran a shop.\n"
        "She came to London at 20.\nShe has no enemies. “I have rivals,” she says."
    )
    assert said(text) == [("I have rivals,", "Ann Lowe")]


def test_a_pronoun_is_the_subject_spoken_of_last():
    text = "Jane Bloggs beat Albert Smith by ten votes.\n\nShe said it was “a great night”.\n\n“I knew it,” she added."
    assert said(text) == [("a great night", "Jane Bloggs"), ("I knew it,", "Jane Bloggs")]
    assert [quote.attribution for quote in find_quotes(text)] == ["pronoun", "pronoun"]


def test_an_unnamed_source_has_no_name_but_a_party():
    quote = only("A Labour source said the campaign was “a shambles”.")
    assert (quote.speaker, quote.speaker_type, quote.party) == (None, "anonymous", "Labour")


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Jo Bloggs told Sky News it was “a great night”.", "Sky News"),
        ("“A great night for us,” Jo Bloggs posted on Facebook.", "Facebook"),
        ("Jo Bloggs tweeted: “A great night.”", "Twitter"),
        ("Jo Bloggs told reporters it was “a great night”.", None),
    ],
)
def test_channels(text, channel):
    assert only(text).channel == channel


def test_those_whom_the_caller_knows():
    known = (
        KnownPerson("Joanna Bloggs", ("Jo Bloggs",), "MP for Marlford", "Green", "person-1"),
        KnownPerson("Albert Smith", (), None, "Labour", "person-2"),
    )
    quote = only("“We won,” said Jo Bloggs.", known)
    assert (quote.person_id, quote.party, quote.role) == ("person-1", "Green", "MP for Marlford")
    surname = only("Mr Smith said it was “a bad night”.", known)
    assert (surname.speaker, surname.person_id) == ("Albert Smith", "person-2")
    assert only("“We won,” said Jack Smith.", known).person_id is None


def test_nobody_goes_on_speaking_in_the_next_post():
    text = "Jo Bloggs said: “We won.”\n“The count goes on at the leisure centre.”"
    assert [quote.speaker for quote in find_quotes(text)] == ["Jo Bloggs", "Jo Bloggs"]
    assert [quote.speaker for quote in find_quotes(text, parts=(26,))] == ["Jo Bloggs", None]


def test_what_is_said_is_described():
    text = "Former Labour minister Jo Bloggs said it was “a disaster”. “We must change,” she said."
    partial, direct = find_quotes(text)
    assert (partial.kind, partial.verb, partial.role, partial.party) == ("partial", "said", "former minister", "Labour")
    assert (direct.kind, direct.evidence) == ("direct", "cue")


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "'",
        "\n",
        "\n\n",
        " ",
        ". ",
        ", ",
        ": ",
        "(",
        ")",
        "–",
        "é",
        "\u200b",
        "U.S.",
        "Dr.",
        "£4.2m",
    ]
    + [
        "Jo Bloggs",
        "Mr Smith",
        "Labour",
        "he",
        "she",
        "it",
        "who",
        "their",
        "a source",
        "the",
        "council",
        "and",
        "of",
        "by",
    ]
    + ["said", "saying", "read", "is", "called", "told the BBC", "won", "according to", "paid tribute to"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
def test_any_text_gives_stretches_of_itself(text):
    end = 0
    for quote in find_quotes(text, (KnownPerson("Jo Bloggs", person_id="1"),)):
        assert text[quote.start : quote.end] == quote.text != ""
        assert quote.start >= end
        assert quote.speaker_type in TYPES and quote.attribution in ATTRIBUTIONS
        assert quote.speaker is None or quote.speaker.strip()
        end = quote.end


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="“”\"'‘’ ab.\n", max_size=120))
def test_stretches_do_not_overlap(text):
    found = stretches_of(text, paragraphs_of(text))
    assert all(one.outer_end <= following.outer_start for one, following in zip(found, found[1:], strict=False))
    assert all("\n" not in text[one.start : one.end] for one in found)


@pytest.mark.parametrize(
    "piece",
    [
        "“", '"', "‘a ", "He said “x”. ", "Jo Bloggs, ", "(", "“We won.\n", "‘I said “no”.’ ", "Q: Who?\nA: Me.\n",
        "“Who?” “Me.” ", "a letter from a line of “x” was how ", "Jo {} said “x”. Jo said “y”. ",
        "Minister Al {} won. The education minister said “y”.\n", "The charity {} won. A charity spokesman said “y”.\n",
    ],
)  # fmt: skip
def test_hostile_text_takes_steps_by_its_length(piece):
    """Four times the text, some four times the steps; a rule that looks back over all of it takes sixteen times."""
    short, long = (
        steps_of(find_quotes, "".join(piece.format(name_of(number)) for number in range(length // len(piece))))
        for length in (1_000, 4_000)
    )
    assert long < 7 * short + 1_000, (short, long)


def steps_of(function, *arguments):
    """How many lines of our code a call runs: the same on every machine."""
    steps = 0

    def count(frame, event, _):
        nonlocal steps
        if event == "call" and "flows/clean/quotes" not in frame.f_code.co_filename:
            return None
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return steps


def name_of(number: int) -> str:
    """A name that no other number has: 27 -> "Bason"."""
    letters = ""
    while number or not letters:
        number, last = divmod(number, 26)
        letters = chr(ord("a") + last) + letters
    return letters.capitalize() + "son"


def test_word_lists_hold_what_the_rules_ask_for():
    assert verbs()["denied"] == "say" and verbs()["slammed"] == "judge" and "tweeted" in verbs()
    assert "mp" in role_words("people") and "is" in grammar_words("be")
    assert given_names()["Jill"] == "female" and party_words()["tory"] == "Conservative"
    with pytest.raises(KeyError):
        role_words("no such list")


def test_the_score_tells_right_from_wrong():
    assert same_speaker("Sir Keir Starmer", "Keir Starmer") and same_speaker("Starmer", "Keir Starmer")
    assert not same_speaker("Keir Starmer", "Wes Streeting") and not same_speaker(None, "Keir Starmer")
    assert same_speaker(None, None)
    assert label({"start": 1, "end": 2, "speaker": None, "attribution": "explicit"}).speaker is None
