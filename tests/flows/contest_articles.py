"""Whole articles as templates, in several house styles: what they say of other elections stands between true claims."""

ARTICLES = [
    """{Party} have won the {seat} by-election in a dramatic night that also saw {nearby} lose {elsewhere}.

{winner}, 41, a former nurse, took the seat with {winner_votes} votes, a majority of {majority} over {second_party_adj} candidate {runner_up}.

It is the first time {party} have won the seat since 1945.

Turnout was {turnout}, well below the {previous_turnout} recorded at the {year} general election.

Speaking after the declaration at Guildhall Leisure Centre, {winner_said} said: “People have voted for change. We won 200 streets.”

The by-election was triggered by {cause} {outgoing}, who had represented the constituency since 2010.

{third_party}'s {third} finished third with {third_votes} votes, while the Official Monster Raving Loony Party lost its deposit.

In the {elsewhere} contest, also held on Thursday, {nearby} were beaten into second place by {fourth_party}, who won by {other_number} votes. Turnout was {other_percent}.

The Prime Minister said it had been a difficult night. “Midterm governments lose by-elections,” he told Sky News.

Sir John Curtice said the {swing} swing was the largest since Wakefield in 2022, when Labour recorded 12.7 per cent.

{nearby} strategists fear that they could lose {other_number} council seats in May.

The result means {party_again} now have 73 MPs, and cuts the government's majority to 74.""",
    """gain:SHOCK as {party} snatch {seat} from {holder}

By Jonathan Pemberton, Political Editor

{holder} were left reeling last night after losing one of their safest seats.

{winner} ended decades of {holder_adj} rule, romping home by {majority} votes.

The {party_adj} candidate polled {winner_votes}, with {runner_up} of {second_party} trailing on {second_votes}.

{outgoing} won it in {year} by {previous_majority} votes.

One minister said: “If we lose 16 per cent everywhere we are finished.”

A YouGov poll last week put {nearby} on {other_percent} nationally, {other_percent} ahead of {third_party}.

{nearby} won {elsewhere} in July with a {other_percent} swing and a majority of {other_number}.

“They took people for granted,” said {winner_said}, who becomes the youngest MP in the House.""",
    """{seat} by-election result in full

{winner} ({party_adj}) {winner_votes}
{runner_up} ({second_party_adj}) {second_votes}
{third} ({third_party_adj}) {third_votes}

Majority: {majority}
Turnout: {turnout}

At the last general election {outgoing} held the seat for {holder} with a majority of {previous_majority}.

The count took place at the leisure centre, where 312 staff worked through the night. Officers had verified {other_number} postal votes by midnight.

Council leader Jonathan Pemberton, who won his ward by 41 votes in May, thanked the staff.""",
    """hold:{Party} held {seat} early on Friday, as voters shrugged off weeks of turmoil.

{winner} beat {runner_up}, of {second_party}, by {majority} votes. In {year} the majority was {previous_majority}.

On a turnout of {turnout}, {winner_last} took {winner_share} of the vote and {runner_up_last} {second_share}.

Betting markets had given {second_party} a 70 per cent chance of victory, and one bookmaker expected them to win by {other_number} votes.

Things were different in {elsewhere}. There {nearby} came second, and their vote fell by 12.4 points.

{third_party} came third in {seat}, but in {elsewhere} they were fourth.

The three by-elections next month, in Middlemarch, Dunmore and West Loamshire, are all in {nearby_adj} seats.""",
]
