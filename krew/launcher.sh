#!/bin/sh
# Runs podlife with the Node beside it. krew calls this through a link, absolute or relative.
self=$0
while [ -h "$self" ]; do
  link=$(command -p readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
home=${self%/*}
# What the user gives to other Node programs is not for this one; login plugins get it back.
if [ -n "${NODE_OPTIONS-}" ]; then
  export PODLIFE_NODE_OPTIONS="$NODE_OPTIONS"
  unset NODE_OPTIONS
fi
exec "$home/node" --disable-sigusr1 "$home/bin/kubectl-podlife" "$@"
