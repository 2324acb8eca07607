#!/bin/sh
# A gate anywhere else: cron, a Makefile, a hook. Documents of releases are in a folder; the first run has nothing to compare with.
#
# usage: plain.sh STORE SOURCE [TAG]    with TAG the document is kept for the next release, if nothing stands out
set -eu
[ $# = 2 ] || [ $# = 3 ] || { echo "usage: plain.sh STORE SOURCE [TAG]" >&2; exit 2; }
SBOM_FORGE=folder SBOM_STORE=$1 SBOM_SOURCE=$2 SBOM_TAG=${3-}
export SBOM_FORGE SBOM_STORE SBOM_SOURCE SBOM_TAG
exec "$(dirname "$0")/gate.sh"
