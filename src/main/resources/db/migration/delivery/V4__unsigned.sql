-- What an inbox counts: records that nobody has signed for.
create index item_unsigned on item (recipient, leaf_index) where received_at is null and acknowledge = 'signed';
