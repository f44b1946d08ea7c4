create view captures as
select capture_id, source, url, fetched_at, http_status, digest, kind, refers_to, truncated, warc_file, warc_offset, warc_length
from raw.capture
order by fetched_at;

comment on view captures is 'One row per response kept in the archive, and where its bytes are.';
