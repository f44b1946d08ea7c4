"""Templates written before the rules, for which no rule was written; see `contest_texts`."""

HELD_OUT = [
    # agency
    "{winner}, for {party}, won the {seat} by-election with {winner_votes} votes, beating {runner_up} of {second_party} into second place.",
    "gain:{Party} overturned a {previous_majority} majority to take {seat} from {holder} in a parliamentary by-election.",
    "{party_adj} candidate {winner} was elected with a majority of {majority}.",
    "The turnout in {seat} was {turnout}, compared with {previous_turnout} at the {year} general election.",
    "gain:The swing from {holder} to {party} was {swing}.",
    # broadsheet
    "gain:{Party} have pulled off a stunning victory in {seat}, seizing the seat from {holder} with a majority of {majority}.",
    "{winner} will be the new MP for {seat} after securing {winner_votes} votes, against {second_votes} for {runner_up}, the {second_party_adj} candidate.",
    "hold:{Party} clung on in {seat} by {majority} votes, a far cry from the {previous_majority}-vote majority won by {outgoing} in {year}.",
    "In the end it was not close: {winner_last} finished {majority} votes ahead of {runner_up}, whose party took {second_share} of the vote.",
    "gain:The contest, in a seat {holder} had won by {previous_majority} votes only last year, ended in a {swing_pt} swing.",
    # BBC
    "{party_adj}'s {winner} has won the {seat} by-election, beating {second_party_adj}'s {runner_up} by {majority} votes.",
    "The by-election was called after {outgoing}, who had a majority of {previous_majority}, left Parliament.",
    "Turnout was {turnout}.",
    "{third} came third for {third_party} with {third_votes} votes.",
    # tabloid
    "gain:HUMILIATED {loser_party} were routed in {seat} as {party} romped home by {majority} votes.",
    "{winner} stormed to victory with {winner_share} of the vote as {second_party} limped in second.",
    # local
    "{winner} ({party_adj}) polled {winner_votes} votes to {second_votes} for {runner_up} ({second_party_adj}).",
    "Nearly {turnout} of voters in {seat} turned out." if False else "A total of {turnout} of the electorate cast a vote.",
    "{seat}'s new MP is {winner}.",
    # other contests
    "In {elsewhere}, meanwhile, {nearby} won by {other_number} votes on a turnout of {other_percent}.",
    "{nearby_adj} candidates also took the {elsewhere} by-election with a majority of {other_number}. Turnout there was {other_percent}.",
    "Nationally {nearby} are on {other_percent}, according to the latest poll.",
    "{nearby} gained control of the county council with {other_percent} of the vote in the local elections.",
    "The government has a working majority of {other_number} in the Commons.",
    "{third_party} had hoped to win {seat}, and bookmakers had expected a swing of {other_percent}.",
    "In the next-door seat of {elsewhere}, {nearby} had a majority of {other_number} in {year}.",
    "{seat} lies in a county where {nearby} won {other_votes} votes at the last council elections.",
]
