-- What is for a region names all that begin its code, so that its agencies find it; what was entered before gets that here, and is
-- indexed again.
with regional as (
    update item set body = jsonb_set(body, '{tags,scope}', to_jsonb(array[left(r, 2), left(r, 4), left(r, 6)]))
    from (select id as of, body #>> '{tags,region,0}' as r from item) x
    where of = id and kind in ('document', 'practice') and not open and body is not null and length(r) >= 6
    returning id
)
update change set seq = nextval('change_seq_seq') where item in (select id from regional);
