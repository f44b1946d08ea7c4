-- The register as last copied: which Electoral Commission id a party had, where and when.
create table core.registration as
select distinct
    registration.party,
    registration.party_family,
    registration.party_printed,
    registration.abbreviation,
    registration.mnis_id,
    registration.ec_party_id,
    registration.country,
    registration.registered_on,
    registration.deregistered_on,
    registration.source
from raw.registration as registration
inner join (select source, max(observed_at) as observed_at from raw.registration group by source) as latest using (source, observed_at)
where registration.ec_party_id is not null;

comment on table core.registration is 'One row per registration of a party with the Electoral Commission.';
