-- Certificates with which agency systems show themselves in TLS, by the SHA-256 of their DER form.
create table client_certificate (
    sha256      bytea primary key,
    agency_code text not null references agency,
    valid_to    timestamptz not null
);
