-- SHA-256 of the certificate (DER, in hexadecimal digits) that somebody signs in with instead of a password.
alter table person add column certificate text unique;
