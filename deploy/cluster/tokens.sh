#!/bin/sh
# Tokens for an office without a service that issues them; needs openssl only.
#     tokens.sh FOLDER keys                               makes the signing key once, and jwks.json for the nodes
#     tokens.sh FOLDER token NAME PERMISSIONS [HOURS]     prints a token; 24 hours unless said otherwise
# PERMISSIONS are namespace:right, separated by commas; rights are read, write, admin:
#     dondoc:write              workers and consoles
#     dondoc:read               whoever only looks
#     temporal-system:admin     the administrator: namespaces
# Nodes read jwks.json as file:///etc/temporal/jwks.json. Whoever has jwt.key is everybody: keep it with ca.key.
set -eu

folder=$1
act=$2
umask 077
mkdir -p "$folder"

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

as_bytes() { # hexadecimal digits
  fold -w 2 | while read -r byte || [ -n "$byte" ]; do
    # shellcheck disable=SC2059 # the format is the byte
    printf "\\$(printf '%03o' "0x$byte")"
  done
}

case $act in
keys)
  if [ ! -f "$folder/jwt.key" ]; then
    openssl genrsa -out "$folder/jwt.key" 2048 2>/dev/null
  fi
  modulus=$(openssl rsa -in "$folder/jwt.key" -noout -modulus | cut -d= -f2 | as_bytes | base64url)
  printf '{"keys": [{"kty": "RSA", "kid": "dondoc-1", "use": "sig", "alg": "RS256", "e": "AQAB", "n": "%s"}]}\n' \
    "$modulus" >"$folder/jwks.json.new"
  mv "$folder/jwks.json.new" "$folder/jwks.json"
  ;;
token)
  name=$3
  permissions=$(printf '%s' "$4" | sed 's/[^,][^,]*/"&"/g')
  now=$(date +%s)
  until=$((now + ${5:-24} * 3600))
  head=$(printf '{"alg":"RS256","typ":"JWT","kid":"dondoc-1"}' | base64url)
  body=$(printf '{"sub":"%s","iat":%s,"exp":%s,"permissions":[%s]}' "$name" "$now" "$until" "$permissions" | base64url)
  sealed=$(printf '%s.%s' "$head" "$body" | openssl dgst -sha256 -sign "$folder/jwt.key" | base64url)
  printf '%s.%s.%s\n' "$head" "$body" "$sealed"
  ;;
*)
  echo "tokens.sh FOLDER keys | token NAME PERMISSIONS [HOURS]" >&2
  exit 2
  ;;
esac
