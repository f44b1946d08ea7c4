"""Numbers as a person spells them: 323 -> "three hundred and twenty-three"."""

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(number: int) -> str:
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {spelt(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    thousands, rest_of_it = divmod(number, 1000)
    joined = " and " if 0 < rest_of_it < 100 else " "
    return f"{spelt(thousands)} thousand{joined + spelt(rest_of_it) if rest_of_it else ''}"
