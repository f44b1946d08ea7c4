-- The columns of parties that the Commons Library's long series have; whoever is in none of them stands under Other.
create table core.claim_heading as
from (values
    ('CON', 'Conservative'),
    ('LAB', 'Labour'),
    ('LD', 'Liberal Democrat'),
    ('PC/SNP', 'Plaid Cymru'),
    ('PC/SNP', 'Scottish National Party'),
    ('PC/SNP', 'Plaid Cymru and Scottish National Party')
) as column_of (heading, party_family);

comment on table core.claim_heading is 'One row per party family that has a column in the Commons Library''s long series.';
