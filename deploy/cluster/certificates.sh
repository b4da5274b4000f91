#!/bin/sh
# An own certificate authority and the certificates of a cluster, for an office that has none. Repeatable:
#     certificates.sh FOLDER               makes the authority, and every certificate that is missing
#     certificates.sh FOLDER NAME          makes the certificate NAME anew (rotation)
# Names are those that the settings ask for (…_SERVER_NAME), not hosts, so every node has the same files; that of the
# databases also carries the hosts (DB_HOSTS), because the register's driver checks the host it connects to.
# Keep ca.key away from the nodes: whoever has it is everybody.
set -eu

folder=$1
again=${2:-}
days=${DAYS:-365}
umask 077
mkdir -p "$folder"
cd "$folder"

if [ ! -f ca.key ]; then
  openssl ecparam -name prime256v1 -genkey -noout -out ca.key
  openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj "/O=dondoc/CN=dondoc CA" -out ca.crt \
    -addext keyUsage=critical,keyCertSign,cRLSign
fi

certificate() { # name, alternative names, extended key usage
  if [ -f "$1.crt" ] && [ "$again" != "$1" ]; then
    return
  fi
  openssl ecparam -name prime256v1 -genkey -noout -out "$1.key.new"
  openssl req -new -key "$1.key.new" -subj "/O=dondoc/CN=$1" -out "$1.csr"
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' \
    "$3" "$2" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days "$days" -sha256 \
    -extfile "$1.ext" -out "$1.crt.new" 2>/dev/null
  # Renamed, so that a reader never sees half a file.
  mv "$1.key.new" "$1.key"
  mv "$1.crt.new" "$1.crt"
  rm "$1.csr" "$1.ext"
  echo "$1: $(openssl x509 -in "$1.crt" -noout -enddate)"
}

certificate internode DNS:temporal-internode serverAuth,clientAuth
certificate frontend DNS:temporal-frontend serverAuth
certificate worker DNS:dondoc-worker clientAuth
certificate console "DNS:${CONSOLE_NAME:-dondoc.example.internal}" serverAuth
certificate admin DNS:dondoc-admin clientAuth
certificate db "DNS:dondoc-db,$(printf 'DNS:%s' "${DB_HOSTS:-db1.example.internal db2.example.internal}" | sed 's/ /,DNS:/g')" serverAuth
