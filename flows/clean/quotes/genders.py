"""Whether an article calls somebody "he" or "she", where neither title nor given name tells.

Kept while an article is read, to know whom a pronoun means; nobody's gender is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flows.clean.quotes.names import Entity, Mention
from flows.clean.quotes.tokens import Sentence, Token
from flows.clean.quotes.words import grammar_words, is_role

HE, SHE = frozenset(("he", "his", "himself")), frozenset(("she", "herself"))
NO_OWNER = grammar_words("prepositions") | grammar_words("conjunctions") | grammar_words("be") | {"and", "or"}


def learn_genders(sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> None:
    """Give those whom a sentence names alone the gender of the pronouns behind their names: most of them decide. What
    is called "he" or "she" is a person, whatever its name looks like; a given name tells less than what is said."""
    votes: dict[int, Counter[str]] = {}
    people: dict[int, Entity] = {}
    for number, (sentence, named) in enumerate(zip(sentences, mentions, strict=True)):
        unknown = {id(one.entity): one for one in named if one.entity.kind == "person" or not one.entity.is_sure}
        if len(unknown) != 1:
            continue
        mention = next(iter(unknown.values()))
        another = any(token.lower in ("he", "she") for token in sentence.tokens[: mention.first])
        following = None if another else first_pronoun(sentences, number + 1, sentence.paragraph)
        if mention.entity.kind == "person" and mention.entity.gender is not None:
            quoted = number + 1 < len(sentences) and sentences[number + 1].tokens[0].stretch is not None
            heard = [following] if mention.entity.is_guessed and quoted else []
        else:
            heard = [*heard_behind(sentence.tokens, mention.last), following]
        people[id(mention.entity)] = mention.entity
        votes.setdefault(id(mention.entity), Counter()).update(one for one in heard if one)
    for key, counted in votes.items():
        ranked = counted.most_common(2)
        if len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1]):
            people[key].gender, people[key].kind = ranked[0][0], "person"


def heard_behind(tokens: Sequence[Token], at: int) -> list[str | None]:
    """The genders of the pronouns behind a name, up to the next noun that they may mean: "took the witness through"."""
    found: list[str | None] = []
    for step in range(at, len(tokens)):
        if tokens[step].lower == "whom":
            break  # whom somebody else speaks of
        article = tokens[step].lower in ("the", "a", "an")
        another = article and any(is_role(one.lower) for one in tokens[step + 1 : step + 4])
        if another and any(one.is_word and not one.text[0].isdigit() for one in tokens[at:step]):
            break  # but ", 44, the chair of X," is the name's own
        found.append(gender_at(tokens, step))
    return found


def first_pronoun(sentences: Sequence[Sentence], number: int, paragraph: int) -> str | None:
    """The gender of the "he" or "she" that opens a sentence, or that stands first behind a quotation which opens it."""
    if number >= len(sentences) or sentences[number].paragraph - paragraph > 1:
        return None
    tokens = sentences[number].tokens
    if tokens[0].stretch is None:
        return gender_at(tokens, 0) if sentences[number].paragraph == paragraph else None
    near = (at for at in range(1, min(4, len(tokens))) if tokens[at].lower in ("he", "she"))
    return next((gender_at(tokens, at) for at in near), None)


def gender_at(tokens: Sequence[Token], at: int) -> str | None:
    """The gender of the pronoun at `at`, None where there is none or where it is whom somebody else speaks of."""
    word = tokens[at].lower
    if at and tokens[at - 1].lower in ("whom", "which"):
        return None
    if word in HE:
        return "male"
    owns = at + 1 < len(tokens) and tokens[at + 1].is_word and tokens[at + 1].lower not in NO_OWNER
    return "female" if word in SHE or (word == "her" and owns) else None
