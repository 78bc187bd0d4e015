#!/bin/sh
# Makes the secrets that docker-compose.yml names, in the folder secrets/ (or the one named); keeps those that are there.
# The folder is for its owner alone; the files in it are readable, since containers read them as users of their own.
set -eu
folder=${1:-secrets}
umask 022
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$folder/$1" ] || printf '%s\n' "$2" >"$folder/$1"; chmod 444 "$folder/$1"; }

keep postgres_password "$(random)"
keep database_url "postgresql://bereik:$(cat "$folder/postgres_password")@postgres:5432/bereik"
keep redis_conf "requirepass $(random)"
keep broker_url "redis://:$(sed -n 's/^requirepass //p' "$folder/redis_conf")@redis:6379/0"
echo "bereik: the secrets are in $folder. Keep a copy of them in your vault."
