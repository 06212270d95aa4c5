-- Two nodes on one store tell a system the same once.
delete from telling a using telling b
    where a.id > b.id and a.connection = b.connection and a.native_key = b.native_key and a.kind = b.kind
      and a.message_id is not distinct from b.message_id and a.by_agency = b.by_agency
      and (a.kind <> 'REFUSED' or a.message = b.message and a.told_at is null and b.told_at is null);
create unique index telling_once on telling (connection, native_key, kind, message_id, by_agency)
    nulls not distinct where kind <> 'REFUSED';
create unique index telling_refusal_once on telling (connection, native_key, message_id, md5(message))
    nulls not distinct where kind = 'REFUSED' and told_at is null;

-- With which key a record was signed; null in rows from before this, for the key that the agency has now.
alter table outgoing
    add column suite  text,
    add column key_id text;
