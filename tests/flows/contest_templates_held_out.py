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
    "Nearly {turnout} of voters in {seat} turned out."
    if False
    else "A total of {turnout} of the electorate cast a vote.",
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

# Written after the rules had been mended on the list above, and used for nothing but the score.
LAST_HELD_OUT = [
    "{Party} are celebrating this morning after {winner} was elected as the new MP for {seat}.",
    "{seat} has a new MP: {winner} of {party}.",
    "There was jubilation at the count when the returning officer declared {winner} elected with {winner_votes} votes.",
    "With {winner_votes} votes to {runner_up_last}'s {second_votes}, {winner} was comfortably home.",
    "The result saw {winner} defeat {second_party_adj} candidate {runner_up} by {majority}.",
    "gain:After a bruising campaign, {party} have wrested {seat} from {holder}.",
    "gain:{holder} have suffered a crushing defeat in {seat}, losing the seat to {party} by {majority} votes.",
    "gain:A swing of {swing} from {holder} delivered {seat} to {party}.",
    "gain:{seat} by-election: {party} seize seat from {holder}",
    "gain:{winner} wiped out a {holder_adj} majority of {previous_majority} to become MP for {seat}.",
    "hold:{Party} narrowly saw off a challenge from {second_party} to hold {seat} by {majority} votes.",
    "hold:There were sighs of relief as {party} kept {seat}, though their majority fell from {previous_majority} to {majority}.",
    "In a result that stunned pundits, {winner} claimed {winner_share} of the vote.",
    "{second_party_adj} contender {runner_up} trailed in second on {second_votes}.",
    "{third} was third for {third_party} on {third_votes}.",
    "Just {turnout} of eligible voters turned out, against {previous_turnout} in {year}.",
    "Turnout in {seat} was put at {turnout}.",
    "The winning margin was {majority} votes.",
    "{winner} secured a {majority}-vote majority." if False else "{winner} secured a majority of {majority}.",
    "{outgoing} had won the seat for {holder} in {year} with a majority of {previous_majority}.",
    "{winner}, who takes over from {outgoing}, polled {winner_votes} votes.",
    "Full result: {winner} ({party_adj}) {winner_votes}; {runner_up} ({second_party_adj}) {second_votes}; {third} ({third_party_adj}) {third_votes}.",
    "BREAKING: {party_adj} candidate {winner} wins {seat} by-election with {winner_votes} votes",
    "{winner} (pictured), the {party_adj} candidate, was the clear winner with {winner_share} of votes cast.",
    "{Party} will be delighted: their candidate {winner} topped the poll.",
    "{second_party}'s {runner_up} was runner-up with {second_votes}."
    if False
    else "{runner_up} was runner-up with {second_votes} votes.",
    "Speaking after her win, {winner} paid tribute to {outgoing}, the former MP.",
    "{nearby} also triumphed in {elsewhere}, where the majority was {other_number}.",
    "It was a bad night for {nearby}, who lost {elsewhere} too, by {other_number} votes on a {other_percent} swing.",
    "By contrast, the {elsewhere} contest saw turnout of just {other_percent}.",
    "A {nearby_adj} majority of {other_number} in {elsewhere} was overturned in the spring.",
    "{nearby} won the county's police and crime commissioner election with {other_votes} votes.",
    "The MRP poll gave {nearby} a majority of {other_number} seats.",
    "In {elsewhere}, {winner} had stood for the council in 2011 and got {other_number} votes.",
    "{winner} first stood for Parliament in {elsewhere}, where she came third with {other_number} votes.",
    "{runner_up} previously won a by-election to the county council by {other_number} votes.",
    "{nearby} leader Jonathan Pemberton won his own seat by {other_number} votes in {year}.",
    "{winner} promised to be a voice for the {other_number} people who signed the hospital petition.",
    "That compares with the {other_percent} swing in {elsewhere} in 1962.",
    "The record low turnout for a by-election is {other_percent}, in {elsewhere}.",
]
