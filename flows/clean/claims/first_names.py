"""Whether a first name is a man's or a woman's: the commonest of Britain and Ireland that are given to one sex only."""

from __future__ import annotations

from flows.clean.names import plain_key

OF_MEN = """
adam adrian ahmed akash alan alasdair alastair albert alec alfie alistair allan andrew andy angus anthony antony
archie arthur barry ben benjamin bernard bilal bill bob boris brendan brian bruce calum cameron carl charles charlie
chris christopher ciaran clive colin colm conor craig cyril damian daniel darren dave david dean declan denis dennis
derek desmond dominic donald douglas duncan dylan edward eric ethan euan fergus finn francis frank fraser fred
frederick gareth garry gary gavin geoff geoffrey george gerald gerard giles glenn gordon graeme graham greg gregory
guy hamish harold harry henry howard hugh huw iain ian imran ivan ivor jack jacob jake james jason jeff jeffrey
jeremy jim jimmy joe john jonathan joseph josh joshua julian justin karl keir keith ken kenneth kevin khalid kieran
lawrence lee leo leon leonard lewis liam luke malcolm marcus mark martin matt matthew max michael mick mike mohammed
mohammad muhammad nadeem nathan neil neville nicholas nick nigel noel norman oliver oscar owen patrick paul percy
peter philip phil piers rajesh ralph raymond rhodri rhys richard rob robert robin roderick roger ronald rory roy
rupert russell ryan samuel scott sean sebastian shaun sidney simon stanley stephen steve steven stewart stuart tariq
ted terence terry thomas tim timothy toby tom tony trevor tristan victor vincent walter warren wayne will william
winston zack
"""
OF_WOMEN = """
abigail ada aileen ailsa aisha alexandra alice alison amanda amelia amina amy andrea angela anita ann anna annabel
anne annie anthea audrey barbara beatrice becky belinda bernadette beth betty beverley brenda bridget bryony carla
carol caroline catherine catriona cecilia charlotte cheryl chloe christina christine clara claire clare daisy
danielle daphne dawn deborah debbie diana diane donna doreen dorothy eileen eilidh elaine eleanor elizabeth ellen
ellie emily emma erin esther eva evelyn faith fatima felicity fiona florence frances gail gemma georgia georgina
geraldine gillian gina gladys grace gwen hannah harriet hazel heather helen hilary holly imogen ingrid irene iris
isabel isobel jackie jacqueline jane janet janice jasmine jean jemma jennifer jenny jessica jill joan joanna joanne
josephine joy joyce judith judy julia julie june karen kate katharine katherine kathleen kathryn katie katy kay
keira kelly kerry kezia kirsten kirsty laura lauren leah lesley lilian lily linda lisa liz lorna lorraine louise
lucinda lucy lydia lynn lynne maggie maire margaret maria marian marie marion marjorie martha mary maureen megan
melanie michelle mhairi miriam moira molly monica muriel nadia nancy naomi natalie natasha niamh nicola nicole nina
nora olive olivia orla pamela patricia paula pauline penelope penny phoebe priti priya rachel rebecca rhiannon rita
roisin rosalind rosamund rose rosemary rosie ruth sally samantha sandra sara sarah sharon sheila shirley sian sinead
siobhan sophia sophie stella stephanie sue susan susannah suzanne sylvia tamsin tanya tara teresa tessa thelma
theresa tina tracey tracy una ursula valerie vanessa vera verity veronica victoria virginia wendy winifred yasmin
yvonne zainab zoe
"""
MEN, WOMEN = frozenset(OF_MEN.split()), frozenset(OF_WOMEN.split())


def sex_of(name: str) -> str | None:
    """ "he" or "she" for a name whose first word tells; None for any other."""
    first = plain_key(name).split()
    word = next((one for one in first if one not in ("sir", "dame", "dr", "mr", "mrs", "ms")), "")
    return "he" if word in MEN else "she" if word in WOMEN else None
