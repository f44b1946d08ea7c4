"""Who said what in an article: every quotation with its place in the text, its speaker, and where it was said.

    find_quotes("“We won,” said Jo Bloggs.")  ->  [Quote(start=1, end=8, text="We won,", speaker="Jo Bloggs", ...)]

Rules of grammar and no model: quotations are told from titles and scare quotes by their cues (cues.py), a
speaker keeps speaking over the paragraphs that follow, pronouns and surnames go back to the last fitting name.
Linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from flows.clean.quotes.channels import channel_of
from flows.clean.quotes.cues import Cue, cue_after, cue_before, phrase_at
from flows.clean.quotes.descriptions import party_in
from flows.clean.quotes.genders import learn_genders
from flows.clean.quotes.known import KnownPerson, introduce
from flows.clean.quotes.late import Found, Late
from flows.clean.quotes.marks import Stretch, paragraphs_of, stretches_of
from flows.clean.quotes.memory import PRONOUNS, Actor, Memory, actor_of
from flows.clean.quotes.names import Mention, Names
from flows.clean.quotes.narration import LOOKS, handed_on, may_speak, reported, thus_said, written_in
from flows.clean.quotes.results import Quote, written
from flows.clean.quotes.roles import describe_all
from flows.clean.quotes.speech import is_named, is_title_case, is_whole
from flows.clean.quotes.subjects import Clause, first_subject
from flows.clean.quotes.tokens import Sentence, Token, sentences_of
from flows.clean.quotes.topics import interviewee, topic
from flows.clean.quotes.unmarked import interview, with_unmarked
from flows.clean.quotes.verbs import is_verb
from flows.clean.quotes.words import grammar_words, role_words, verbs

__all__ = ["KnownPerson", "Quote", "find_quotes"]

SUBJECT, SPEAKER, REPORTED, TOPIC, NAMED = 3.0, 3.0, 4.0, 2.0, 0.0  # weights in memory
ENDS = tuple(".!?…:,")
HEADING = 120  # letters of the longest line that can be a heading
TURNS = 6  # quotations back in which the other of two who talk is looked for
ADDRESSED = grammar_words("addressed")

ASKS = frozenset(("asked", "pressed", "questioned"))


class Reader:
    """Goes through an article once, sentence by sentence, remembering who was spoken of and who spoke."""

    def __init__(self, text: str, known: Sequence[KnownPerson], parts: Sequence[int] = ()) -> None:
        self.text = text
        self.parts = sorted(parts)
        self.paragraphs = paragraphs_of(text)
        self.questions, self.answers = interview(text, self.paragraphs)
        self.stretches = with_unmarked(text, self.paragraphs, stretches_of(text, self.paragraphs), self.answers)
        self.sentences = sentences_of(text, self.paragraphs, self.stretches)
        self.names = Names(self.sentences)
        self.memory = Memory(self.names)
        self.found: dict[int, Found] = {}
        self.previous: Clause | None = None  # the sentence before
        introduce(known, self.names)

    def read(self) -> None:
        mentions = [self.mentions(number, sentence) for number, sentence in enumerate(self.sentences)]
        for number, sentence in enumerate(self.sentences):
            self.memory.sentence = number
            describe_all(sentence, mentions[number], self.memory)
        learn_genders(self.sentences, mentions)
        self.memory = Memory(self.names, interviewee=interviewee(self.sentences, mentions, self.questions))
        self.memory.topic = topic(self.sentences, mentions)
        for number, sentence in enumerate(self.sentences):
            self.memory.sentence = number
            if sentence.paragraph != self.memory.paragraph:
                self.memory.paragraph, self.memory.opened_at = sentence.paragraph, number
            self.sentence(number, sentence)
        Late(self.text, self.paragraphs, self.stretches, self.sentences, mentions, self.found).name_all()

    def mentions(self, number: int, sentence: Sentence) -> list[Mention]:
        self.names.now = number
        return [
            Mention(run.first, run.name_first, run.last, self.names.entity(sentence.tokens, run))
            for run in self.names.runs[number]
            if run.kind != "role"
        ]

    def sentence(self, number: int, sentence: Sentence) -> None:
        if number and self.part_of(sentence.paragraph) != self.part_of(self.sentences[number - 1].paragraph):
            self.memory.speaker = self.memory.subject = self.previous = None
        mentions = self.mentions(number, sentence)
        clause = Clause(sentence.tokens, mentions, self.memory)
        party = party_in([token.lower for token in sentence.tokens if token.is_capital])
        self.memory.party = party or self.memory.party
        quoted = [at for at, token in enumerate(sentence.tokens) if token.stretch is not None]
        subject = first_subject(clause)
        speaking: Actor | None = None
        for at in quoted:
            speaking = self.quotation(clause, number, at) or speaking
        if subject is not None and speaking is None and not may_speak(subject):
            subject = None  # "Another idea is that ..."
        self.note_mentions(sentence.tokens, mentions, subject)
        if subject is not None and subject.entity is not None:
            self.memory.saw(subject.entity, SUBJECT)
        asks = subject is not None and any(token.lower in ASKS for token in sentence.tokens[1:6])
        self.memory.asker = (number, subject.entity) if asks and subject is not None and subject.entity else None
        if speaking is None and not quoted:
            cue = reported(clause)
            speaking = cue.actor if cue is not None else None
            if speaking is not None and speaking.entity is not None:
                self.memory.saw(speaking.entity, REPORTED)
        elif speaking is not None:
            self.memory.speaker = speaking
            self.memory.spoke_in, self.memory.spoke_at = sentence.paragraph, number
            if speaking.entity is not None:
                self.memory.saw(speaking.entity, SPEAKER)
        speaks = speaking is not None and (subject is None or speaking.entity or speaking.how == "explicit")
        self.memory.subject = speaking if speaks else subject
        written = written_in(clause) if not quoted else None
        self.memory.document = (number, written) if written is not None else None
        self.previous = clause

    def note_mentions(self, tokens: Sequence[Token], mentions: Sequence[Mention], subject: Actor | None) -> None:
        """Remember who was named; the only person or the only body of a sentence weighs more."""
        mentions = [one for one in mentions if not (one.first and tokens[one.first - 1].text == "(")]  # "(Con)"
        for kind in ("person", "organisation"):
            named = [one for one in mentions if one.entity.kind == kind]
            alone = len({id(one.entity) for one in named}) == 1 and (subject is None or subject.kind != kind)
            for mention in named:
                self.memory.saw(mention.entity, TOPIC if alone else NAMED)
            if kind == "person" and len({id(one.entity) for one in named}) == 1:
                self.memory.alone = (self.memory.sentence, named[0].entity)
        for mention in mentions:
            if mention.entity.kind not in ("person", "organisation"):
                self.memory.saw(mention.entity, NAMED)

    def quotation(self, clause: Clause, number: int, at: int) -> Actor | None:
        """Decide on one stretch; the actor when somebody said it."""
        index = clause.tokens[at].stretch
        assert index is not None
        stretch = self.stretches[index]
        ended = self.text[stretch.end - 1] in ".!?"
        if stretch.paragraph in self.answers and at <= 2:
            return self.answer(index)
        if is_nickname(clause, at) or is_named(clause.tokens, at, ended) or self.is_headline(stretch):
            return None
        cue = self.cue(clause, at)
        if cue is not None and self.is_title(clause, at, cue):
            return None
        found = self.cued(index, cue, clause) if cue is not None else self.uncued(index, clause, at)
        if found is None:
            return None
        self.found[index] = found
        return found.actor

    def answer(self, index: int) -> Actor:
        """What stands behind "A:" in an interview."""
        entity = self.memory.interviewee
        actor = actor_of(entity, "explicit") if entity is not None else Actor(None, "anonymous")
        self.found[index] = Found(index, actor, "explicit", "answer", None, "interview")
        return actor

    def is_title(self, clause: Clause, at: int, cue: Cue) -> bool:
        """Whether a stretch in a reporting sentence is a name all the same: "pointing to the new “Golden Oaties”"."""
        stretch = self.stretches[clause.tokens[at].stretch or 0]
        inner = self.text[stretch.start : stretch.end]
        shows = cue.verb not in ADDRESSED
        words = set((cue.actor.name or "").lower().split()[:3])
        if shows and cue.actor.how != "pronoun" and role_words("displays") & words:
            return True
        before = clause.tokens[at - 1].lower if at else ""
        says = cue.is_direct and cue.verb is not None and verbs().get(cue.verb) == "say"
        if inner[-1] in ".!?…" or before == "as" or says:
            return False
        return is_title_case(inner)

    def is_headline(self, stretch: Stretch) -> bool:
        """Whether the marks stand in a headline or a heading, where they hold what nobody said in those words: a short
        line without a full stop."""
        own = self.paragraphs[stretch.paragraph]
        led = self.text[stretch.outer_end : stretch.outer_end + 1] == ":"
        titled = stretch.paragraph == 0 and (stretch.is_single or led)
        opens = stretch.outer_start == own.start and not titled
        line = self.text[own.start : own.end]
        if opens or len(self.paragraphs) == 1 or line.rstrip("”’\"'»")[-1:] in ENDS:
            return False
        introduced = self.text[own.start : stretch.outer_start].rstrip().endswith(":")
        return stretch.paragraph == 0 or (len(line) < HEADING and not introduced)

    def cue(self, clause: Clause, at: int) -> Cue | None:
        tokens = clause.tokens
        left, last = max(0, at - LOOKS), min(len(tokens), at + LOOKS)
        opens = not any(token.is_word or token.stretch is not None for token in tokens[left:at])
        stretch = self.stretches[tokens[at].stretch or 0]
        after = cue_after(clause, at, last, self.text[stretch.end - 1] in ",.!?…—–-")
        if opens:
            return after
        between = previous_quote(clause, at)
        whole = is_whole(self.text[stretch.start : stretch.end], stretch)
        before = cue_before(clause, at, between + 1 if between is not None else left, whole)
        if before is None and between is not None:
            before = cue_before(clause, at, left, whole) if not self.is_said(tokens[between]) else None
        if before is not None and (before.is_direct or after is None or before.verb is not None):
            return before
        return after or before

    def is_said(self, token: Token) -> bool:
        return token.stretch in self.found

    def cued(self, index: int, cue: Cue, clause: Clause) -> Found | None:
        attribution = cue.actor.how
        if cue.place == "dash":
            attribution = "pull quote"
        channel = channel_of(clause.tokens, cue)
        if channel is None and attribution == "pronoun":
            channel = self.channel_before(cue.actor, self.stretches[index]) or self.channel_introduced(index)
        return Found(index, cue.actor, attribution, "cue", cue.verb, channel)

    def channel_before(self, actor: Actor, stretch: Stretch) -> str | None:
        """A pronoun's quotation goes on in the same place as that person's last, one paragraph up at most."""
        last = next((one for one in reversed(self.found.values())), None)
        if last is None or last.actor.name != actor.name or last.actor.name is None:
            return None
        near = stretch.paragraph - self.stretches[last.stretch].paragraph <= 1
        return last.channel if near and last.channel and last.channel[0].isupper() else None

    def channel_introduced(self, index: int) -> str | None:
        """The newsroom that the sentence before, in the same paragraph, says was spoken to."""
        starts = self.stretches[index].outer_start == self.paragraphs[self.stretches[index].paragraph].start
        if starts or self.previous is None or any(token.stretch is not None for token in self.previous.tokens):
            return None
        cue = reported(self.previous)
        return channel_of(self.previous.tokens, cue) if cue is not None else None

    def uncued(self, index: int, clause: Clause, at: int) -> Found | None:
        """A stretch with no cue in its sentence: the same speaker goes on, or the sentence before names one."""
        stretch = self.stretches[index]
        inner = self.text[stretch.start : stretch.end]
        last = self.last_before(index)
        if last is not None and any(token.stretch == index - 1 for token in clause.tokens[:at]):
            goes_on = Found(index, last.actor, "continuation", "same sentence", None, last.channel)
            return None if is_title_case(inner) else goes_on
        if any(token.is_word or token.stretch is not None for token in clause.tokens[:at]):
            return None
        adjacent = last is not None and self.previous is not None and holds(self.previous, index - 1)
        led = self.previous is not None and self.sentences[self.memory.sentence - 1].paragraph == stretch.paragraph
        closed = inner.rstrip("’'”\"") or inner
        alone = len(clause.tokens) == 1 and closed[-1] in ".!?" and inner[0].isupper()
        short = alone and (adjacent or led)
        if short or is_whole(inner, stretch):
            ahead = self.said_behind(index, clause) or self.next_turn(index)
            if ahead is not None:
                return ahead
        if not (short or is_whole(inner, stretch)):
            return None
        if last is not None and (adjacent or self.carries_on(index, last)):
            return Found(index, last.actor, "continuation", "whole sentence", None, last.channel)
        return self.signed(index, clause) or self.introduced(index)

    def said_behind(self, index: int, clause: Clause) -> Found | None:
        """A paragraph of its own whose speaker the next one names: "So says Jo Bloggs", "The words are those of"."""
        stretch, number = self.stretches[index], self.memory.sentence + 1
        own = self.paragraphs[stretch.paragraph]
        if (stretch.outer_start, stretch.outer_end) != (own.start, own.end) or number >= len(self.sentences):
            return None
        behind = Clause(self.sentences[number].tokens, self.mentions(number, self.sentences[number]), self.memory)
        actor = thus_said(behind)
        return Found(index, actor, "next sentence", "whole sentence", None, None) if actor is not None else None

    def next_turn(self, index: int) -> Found | None:
        """The other of two who talk, where a quotation stands right behind another's, or behind a question."""
        last = self.found.get(index - 1)
        if last is None or not self.takes_turn(index, last):
            return None
        recent = islice(reversed(self.found.values()), TURNS)
        other = next((one for one in recent if one.actor.name != last.actor.name), None)
        if other is None or other.actor.kind not in ("person", "anonymous"):
            return None
        return replace(other, stretch=index, attribution="continuation", evidence="turn")

    def takes_turn(self, index: int, last: Found) -> bool:
        before, stretch = self.stretches[index - 1], self.stretches[index]
        if not before.is_closed or self.text[before.outer_end : stretch.outer_start].strip():
            return False
        if before.paragraph == stretch.paragraph:
            return self.text[before.end - 1] in ".!?"
        own = self.paragraphs[stretch.paragraph]
        asks = (stretch.outer_start, stretch.outer_end) == (own.start, own.end) and self.text[stretch.end - 1] == "?"
        asked = any(self.text[self.stretches[at].end - 1] == "?" for at in range(max(0, index - TURNS), index - 1))
        return stretch.paragraph - before.paragraph == 1 and (self.text[before.end - 1] == "?" or (asks and asked))

    def last_before(self, index: int) -> Found | None:
        """What was said just before, in this paragraph or the one above and in the same post of a live page."""
        last = self.found.get(index - 1)
        if last is None:
            return None
        here, there = self.stretches[index].paragraph, self.stretches[index - 1].paragraph
        return last if here - there <= 1 and self.part_of(here) == self.part_of(there) else None

    def carries_on(self, index: int, last: Found) -> bool:
        """Whether a quotation later in a paragraph is still the last speaker's: nobody new was spoken of in between."""
        stretch = self.stretches[index]
        same = self.stretches[index - 1].paragraph == stretch.paragraph
        starts = stretch.outer_start == self.paragraphs[stretch.paragraph].start
        return same and not starts and self.no_one_new(last.actor)

    def part_of(self, paragraph: int) -> int:
        return bisect_right(self.parts, self.paragraphs[paragraph].start)

    def signed(self, index: int, clause: Clause) -> Found | None:
        """A pull quote, signed by the few words behind it: "“…” Jo Bloggs, chair"."""
        number = self.memory.sentence + 1
        if len(clause.tokens) > 1 or number >= len(self.sentences):
            return None
        behind = self.sentences[number]
        last = number + 1 == len(self.sentences) or self.sentences[number + 1].paragraph != behind.paragraph
        stretch = self.stretches[index]
        first = stretch.outer_start == self.paragraphs[stretch.paragraph].start
        if not (first and last and behind.paragraph == stretch.paragraph and len(behind.tokens) <= 14):
            return None
        signature = Clause(behind.tokens, self.mentions(number, behind), self.memory)
        if any(is_verb(behind.tokens, at) for at in range(len(behind.tokens))) or behind.tokens[0].lower in PRONOUNS:
            return None
        actor = phrase_at(signature, 0, len(behind.tokens))
        return Found(index, actor, "pull quote", "signature", None, None) if actor is not None else None

    def no_one_new(self, actor: Actor) -> bool:
        subject = first_subject(self.previous) if self.previous else None
        return subject is None or subject.entity is None or subject.entity is actor.entity

    def introduced(self, index: int) -> Found | None:
        """The speaker whom the sentence before names: its reporting verb's subject, or its own."""
        if self.previous is None:
            return Found(index, Actor(None, "anonymous", "unnamed"), "previous sentence", "whole sentence", None, None)
        last = self.memory.speaker
        opens = self.sentences[self.memory.sentence - 1].paragraph != self.stretches[index].paragraph
        asked = opens and self.previous.tokens[-1].text == "?"
        if asked and last is not None and last.kind == "person":  # who is interviewed goes on
            return Found(index, last, "continuation", "answer", None, None)
        cue = reported(self.previous) or handed_on(self.previous)
        actor = cue.actor if cue is not None else first_subject(self.previous)
        channel = channel_of(self.previous.tokens, cue) if cue is not None else None
        met_once = cue is None and actor is not None and actor.entity is None and actor.how == "explicit"
        known = actor is not None and actor.kind in ("person", "organisation", "group", "anonymous")
        if not known or (met_once and actor is not None and actor.kind in ("organisation", "group") and last):
            actor = last
        if actor is None:
            actor = Actor(None, "anonymous")
        return Found(index, actor, "previous sentence", "whole sentence", None, channel)


def previous_quote(clause: Clause, at: int) -> int | None:
    quoted = (back for back in range(at - 1, -1, -1) if clause.tokens[back].stretch is not None)
    return next((back for back in quoted if not is_nickname(clause, back)), None)


def is_nickname(clause: Clause, at: int) -> bool:
    """Whether a stretch stands inside a name: Jo “the Mouse” Bloggs."""
    return any(one.name_first < at < one.last for one in clause.mentions)


def holds(clause: Clause, index: int) -> bool:
    return any(token.stretch == index for token in clause.tokens)


def find_quotes(text: str, known: Sequence[KnownPerson] = (), parts: Sequence[int] = ()) -> list[Quote]:
    """Everything said in an article's body, in the order of the text; paragraphs end with a line break.

    `known`: people of the warehouse, whose ids, parties and roles are put to those whom the article names.
    `parts`: where the posts of a live page start in the text; nobody goes on speaking from one post to the next.
    """
    reader = Reader(text, known, parts)
    reader.read()
    return [written(text, reader.stretches[index], found) for index, found in sorted(reader.found.items())]
