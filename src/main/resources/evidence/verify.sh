#!/bin/sh
# Checks this evidence with openssl (3.0 or later), xxd and awk alone; needs no network.
#   sh verify.sh [LOG.VKEY [CA.CRT [POLICY]]]
# LOG.VKEY: the log's verifier keys, CA.CRT: the authority of the agencies' certificates, POLICY: the witnesses and how many of
# them must have cosigned (C2SP tlog-policy), as you got them from a source that you trust; without them those in the bundle are
# used, and the result only says that the bundle agrees with itself.
# 用 openssl、xxd、awk 核验本证据，不联网。请另行取得可信的日志公钥、证书签发机构和见证策略作为参数；否则只能证明证据包自身一致。
set -u
absolute() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
own=yes
trusted=log.vkey
authority=
policy=policy.txt
if [ $# -ge 1 ]; then trusted=$(absolute "$1"); own=authority; fi
if [ $# -ge 2 ]; then authority=$(absolute "$2"); own=policy; fi
if [ $# -ge 3 ]; then policy=$(absolute "$3"); own=; fi
cd "$(dirname "$0")" || exit 1
id=1234567812345678
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
failed=0

pass() { printf 'ok    %s\n' "$1"; }
fail() { printf 'FAIL  %s\n' "$1"; failed=1; }
check() { label=$1; shift; if "$@" >"$tmp/out" 2>&1; then pass "$label"; else fail "$label"; fi; }
sha256() { openssl dgst -sha256 -r "$1" | awk '{print $1}'; }
sm3() { openssl dgst -sm3 -r "$1" | awk '{print $1}'; }
field() { awk -v k="\"$2\":\"" '{ i = index($0, k); if (i) { s = substr($0, i + length(k)); print substr(s, 1, index(s, "\"") - 1) } }' "$1"; }
number() { awk -v k="\"$2\":" '{ i = index($0, k); if (i) { s = substr($0, i + length(k)); if (match(s, /^[0-9]+/)) print substr(s, 1, RLENGTH) } }' "$1"; }
unbase64() { printf '%s\n' "$1" | openssl base64 -d -A; }

# --- the log's keys, from their text form name+id+base64(type, key) -----------------------------------------------------
sm2type=$(printf '\377concord/v1 sm2-sm3\n' | xxd -p | tr -d '\n')
: >"$tmp/keys"
n=0
while IFS= read -r line || [ -n "$line" ]; do
    [ -n "$line" ] || continue
    n=$((n + 1))
    name=${line%%+*}; rest=${line#*+}; hash=${rest%%+*}; encoded=$(unbase64 "${rest#*+}" | xxd -p | tr -d '\n')
    expect=$( { printf '%s\n' "$name"; printf '%s' "$encoded" | xxd -r -p; } >"$tmp/named"; sha256 "$tmp/named" | awk '{print substr($0, 1, 8)}')
    [ "$hash" = "$expect" ] || fail "log key $n: id does not fit"
    case $encoded in
        01*) kind=ed25519; der=302a300506032b6570032100${encoded#01} ;;
        "$sm2type"*) kind=sm2; der=3059301306072a8648ce3d020106082a811ccf5501822d034200${encoded#"$sm2type"} ;;
        *) fail "log key $n: unknown type"; continue ;;
    esac
    printf '%s' "$der" | xxd -r -p | openssl pkey -pubin -inform DER -out "$tmp/key$n.pem" 2>/dev/null || fail "log key $n: not a key"
    printf '%s %s %s %s\n' "$n" "$kind" "$hash" "$name" >>"$tmp/keys"
done <"$trusted"
[ -s "$tmp/keys" ] || fail "log keys: none in $trusted"

# --- every file is as listed, and the list is sealed by the log's SM2 key -----------------------------------------------
manifest() {
    [ "$(awk 'NR == 1' manifest.txt)" = "concord/v1 bundle" ] || return 1
    awk 'NR > 1' manifest.txt >"$tmp/listed"
    : >"$tmp/found"
    find . ! -type d ! -path ./manifest.txt ! -path ./manifest.sig | awk '{print substr($0, 3)}' | LC_ALL=C sort >"$tmp/names"
    while IFS= read -r name; do printf '%s  %s\n' "$(sha256 "$name")" "$name" >>"$tmp/found"; done <"$tmp/names"
    LC_ALL=C sort -k 2 "$tmp/listed" >"$tmp/a"; LC_ALL=C sort -k 2 "$tmp/found" >"$tmp/b"
    cmp -s "$tmp/a" "$tmp/b"
}
check "manifest: all files as listed" manifest
origin=$(awk 'done { print; exit } /^$/ { done = 1 }' proof.tlog-proof)
sm2key=$(awk -v o="$origin" '$2 == "sm2" && $4 == o { print $1; exit }' "$tmp/keys")
check "manifest: sealed by the log" openssl dgst -sm3 -verify "$tmp/key${sm2key:-0}.pem" -sigopt distid:$id -signature manifest.sig manifest.txt
check "policy: one quorum, and lines that are known" awk '/^[ \t]*(#|$)/ { next } $1 == "quorum" && NF == 2 { q++; next } $1 != "log" && $1 != "witness" && $1 != "group" { bad = 1 } END { exit !(q == 1 && !bad) }' "$policy"

# --- the witnesses' keys: type 04 is Ed25519, then comes SM2's -----------------------------------------------------------
sm2cosigner=$(printf '\377concord/v1 sm2-sm3 cosignature/v1\n' | xxd -p | tr -d '\n')
: >"$tmp/witnesses"
awk '$1 == "witness" { print $2, $3 }' "$policy" >"$tmp/policy-witnesses"
while read -r alias vkey; do
    n=$((n + 1))
    name=${vkey%%+*}; rest=${vkey#*+}; hash=${rest%%+*}; encoded=$(unbase64 "${rest#*+}" | xxd -p | tr -d '\n')
    { printf '%s\n' "$name"; printf '%s' "$encoded" | xxd -r -p; } >"$tmp/named"
    case $(sha256 "$tmp/named") in "$hash"*) ;; *) fail "witness $alias: id does not fit" ;; esac
    case $encoded in
        04*) kind=ed25519; der=302a300506032b6570032100${encoded#04} ;;
        "$sm2cosigner"*) kind=sm2; der=3059301306072a8648ce3d020106082a811ccf5501822d034200${encoded#"$sm2cosigner"} ;;
        *) fail "witness $alias: unknown type"; continue ;;
    esac
    printf '%s' "$der" | xxd -r -p | openssl pkey -pubin -inform DER -out "$tmp/key$n.pem" 2>/dev/null || fail "witness $alias: not a key"
    printf '%s %s %s %s\n' "$n" "$kind" "$hash" "$alias" >>"$tmp/witnesses"
done <"$tmp/policy-witnesses"

# --- one record, or one receipt -----------------------------------------------------------------------------------------
signed_text() { # the text says the record's digests, the sender and the certificate's key
    openssl x509 -in "$1signer.crt" -noout -pubkey >"$tmp/signer.pem" || return 1
    openssl pkey -pubin -in "$tmp/signer.pem" -outform DER >"$tmp/signer.der" || return 1
    suite=$(awk '$1 == "suite" {print $2}' "$1signed.txt")
    sender=$(awk '{ i = index($0, "\"sender\":{\"agencyCode\":\""); if (i) { s = substr($0, i + 24); print substr(s, 1, index(s, "\"") - 1) } }' "$1record.json")
    printf 'concord/v1 submit\nsuite %s\nsigner %s\nkey %s\nsha256 %s\nsm3 %s\n' "$suite" "$sender" \
        "$(sha256 "$tmp/signer.der")" "$(sha256 "$1record.json")" "$(sm3 "$1record.json")" >"$tmp/expected"
    cmp -s "$tmp/expected" "$1signed.txt" || return 1
    openssl x509 -in "$1signer.crt" -noout -subject -nameopt multiline | awk -v s="$sender" '$1 == "commonName" && $3 == s { ok = 1 } END { exit !ok }'
}
signature() {
    case $suite in
        sm2-sm3) openssl dgst -sm3 -verify "$tmp/signer.pem" -sigopt distid:$id -signature "$1signature.der" "$1signed.txt" ;;
        p256-sha256) openssl dgst -sha256 -verify "$tmp/signer.pem" -signature "$1signature.der" "$1signed.txt" ;;
        ed25519) openssl pkeyutl -verify -rawin -pubin -inkey "$tmp/signer.pem" -sigfile "$1signature.der" -in "$1signed.txt" ;;
        *) return 1 ;;
    esac
}
certificate() {
    if [ -n "$authority" ]; then cmp -s "$authority" "$1chain.crt" || return 1; fi
    openssl verify -no-CApath -no-CAstore -attime "$(number "$1status.json" acceptedAtEpoch)" -vfyopt distid:$id -CAfile "$1chain.crt" "$1signer.crt"
}
entry() {
    cat "$1salt.bin" "$1signed.txt" "$1signature.der" >"$tmp/statement"
    printf '{"kind":"%s","sha256":"%s","sm3":"%s","time":"%s","version":1}' "$(field "$1entry.json" kind)" \
        "$(sha256 "$tmp/statement")" "$(sm3 "$tmp/statement")" "$(field "$1entry.json" time)" >"$tmp/entry"
    cmp -s "$tmp/entry" "$1entry.json"
}
node() { printf '01%s%s' "$1" "$2" | xxd -r -p >"$tmp/node"; sha256 "$tmp/node"; }
inclusion() { # RFC 9162, section 2.1.3.2
    awk 'done { print } /^$/ { done = 1 }' "$1proof.tlog-proof" >"$tmp/note"
    [ "$(awk 'NR == 1' "$1proof.tlog-proof")" = "c2sp.org/tlog-proof@v1" ] || return 1
    size=$(awk 'NR == 2' "$tmp/note")
    root=$(unbase64 "$(awk 'NR == 3' "$tmp/note")" | xxd -p | tr -d '\n')
    fn=$(awk '/^index / { print $2; exit }' "$1proof.tlog-proof"); sn=$((size - 1))
    [ "$fn" -le "$sn" ] || return 1
    { printf '\000'; cat "$1entry.json"; } >"$tmp/leaf"
    hash=$(sha256 "$tmp/leaf")
    for line in $(awk '/^$/ { exit } NR > 1 && !/^index / && !/^extra / { print }' "$1proof.tlog-proof"); do
        p=$(unbase64 "$line" | xxd -p | tr -d '\n')
        [ "$sn" -gt 0 ] || return 1
        if [ $((fn & 1)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
            hash=$(node "$p" "$hash")
            while [ $((fn & 1)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn >> 1)); sn=$((sn >> 1)); done
        else
            hash=$(node "$hash" "$p")
        fi
        fn=$((fn >> 1)); sn=$((sn >> 1))
    done
    [ "$sn" -eq 0 ] && [ "$hash" = "$root" ]
}
checkpoint() { # each trusted key of the log has signed the three lines
    awk '/^$/ { exit } { print }' "$tmp/note" >"$tmp/text"
    origin=$(awk 'NR == 1' "$tmp/text")
    awk -v o="$origin" '$4 == o' "$tmp/keys" >"$tmp/mine"
    [ -s "$tmp/mine" ] || return 1
    while read -r k kind hash name; do
        found=1
        awk '/^$/ { sigs = 1; next } sigs { print $3 }' "$tmp/note" >"$tmp/lines"
        while read -r line; do
            hex=$(unbase64 "$line" | xxd -p | tr -d '\n')
            case $hex in "$hash"*) ;; *) continue ;; esac
            printf '%s' "${hex#????????}" | xxd -r -p >"$tmp/sig"
            if [ "$kind" = ed25519 ]; then
                openssl pkeyutl -verify -rawin -pubin -inkey "$tmp/key$k.pem" -sigfile "$tmp/sig" -in "$tmp/text" || return 1
            else
                openssl dgst -sm3 -verify "$tmp/key$k.pem" -sigopt distid:$id -signature "$tmp/sig" "$tmp/text" || return 1
            fi
            found=0
        done <"$tmp/lines"
        [ $found -eq 0 ] || return 1
    done <"$tmp/mine"
}
witnesses() { # C2SP tlog-cosignature: eight bytes of time, then a signature over it and the three lines
    : >"$tmp/seen"
    awk '/^$/ { sigs = 1; next } sigs { print $3 }' "$tmp/note" >"$tmp/lines"
    while read -r k kind hash alias; do
        while read -r line; do
            hex=$(unbase64 "$line" | xxd -p | tr -d '\n')
            case $hex in "$hash"*) ;; *) continue ;; esac
            rest=${hex#????????}; signature=${rest#????????????????}; time=$((0x${rest%"$signature"}))
            { printf 'cosignature/v1\ntime %s\n' "$time"; cat "$tmp/text"; } >"$tmp/cosigned"
            printf '%s' "$signature" | xxd -r -p >"$tmp/sig"
            if [ "$kind" = ed25519 ]; then
                openssl pkeyutl -verify -rawin -pubin -inkey "$tmp/key$k.pem" -sigfile "$tmp/sig" -in "$tmp/cosigned" || return 1
            else
                openssl dgst -sm3 -verify "$tmp/key$k.pem" -sigopt distid:$id -signature "$tmp/sig" "$tmp/cosigned" || return 1
            fi
            printf '%s\n' "$alias" >>"$tmp/seen"
        done <"$tmp/lines"
    done <"$tmp/witnesses"
    awk 'FILENAME == ARGV[1] { seen[$1] = 1; next }
        $1 == "group" { k = $3 == "any" ? 1 : $3 == "all" ? NF - 3 : $3; c = 0; for (i = 4; i <= NF; i++) c += seen[$i]; if (c >= k) seen[$2] = 1 }
        $1 == "quorum" { ok = $2 == "none" || seen[$2] } END { exit !ok }' "$tmp/seen" "$policy"
}
status() {
    [ "$(field "$1status.json" keyId)" = "$(sha256 "$tmp/signer.der")" ] && [ "$(field "$1status.json" keyStatus)" = valid ] &&
        [ "$(field "$1status.json" acceptedAt)" = "$(field "$1entry.json" time)" ]
}
receipt() {
    awk -v a="\"sha256\":\"$(sha256 record.json)\"" -v b="\"sm3\":\"$(sm3 record.json)\"" -v c="\"forMessageId\":\"$(field record.json messageId)\"" \
        -v d='"recordType":"receipt"' \
        'index($0, a) && index($0, b) && index($0, c) && index($0, d) { ok = 1 } END { exit !ok }' "$1record.json" || return 1
    awk -v s="\"agencyCode\":\"$sender\"" '{ i = index($0, "\"recipients\":["); if (i && index(substr($0, i), s)) ok = 1 } END { exit !ok }' record.json
}
exhibit() {
    check "$1record: signed text names its digests, sender and key" signed_text "$1"
    check "$1record: signature of the sender (${suite:-?})" signature "$1"
    check "$1record: certificate, valid when accepted" certificate "$1"
    check "$1record: log entry commits to the signed statement" entry "$1"
    check "$1record: entry is in the log" inclusion "$1"
    check "$1record: checkpoint signed by the log" checkpoint "$1"
    check "$1record: checkpoint cosigned by the quorum of witnesses" witnesses "$1"
    check "$1record: key status when accepted" status "$1"
}
exhibit ""
n=1
while [ -f "receipts/$n/record.json" ]; do
    exhibit "receipts/$n/"
    check "receipts/$n/record: is a receipt for this record, same digests" receipt "receipts/$n/"
    n=$((n + 1))
done

if [ $failed -eq 0 ]; then echo "VERIFIED 核验通过"; else echo "NOT VERIFIED 核验未通过"; fi
case $own in
    yes) echo "note: log keys and authority came from this bundle; compare log.vkey and chain.crt with copies from a source that you trust. 请与可信来源的日志公钥、签发机构核对。" ;;
    authority) echo "note: the authority came from this bundle; compare chain.crt with a copy from a source that you trust. 请与可信来源的签发机构核对。" ;;
    policy) grep -q '^quorum none' "$policy" || echo "note: the witnesses came from this bundle; compare policy.txt with a copy from a source that you trust. 请与可信来源的见证策略核对。" ;;
esac
exit $failed
