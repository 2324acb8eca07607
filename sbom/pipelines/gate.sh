#!/bin/sh
# The gate of a pipeline around sbom: what all examples beside this file call. sbom-pipelines(7) is its manual.
#
# usage: gate.sh [STEP]...    fetch compare comment sarif attach verdict; without one, all of them in this order
#
# Everything it is told comes by the environment, so that no value is ever read as a command.
# SBOM_SOURCE    what is scanned: folder, tar or image (.)       SBOM_NAME      what it is about: product@1.4.0
# SBOM_OUT       where documents and reports go (sbom-out)       SBOM_DOCUMENT  name of the document of a release (sbom.cdx.json)
# SBOM_POLICY    (sbom-policy.yaml, if it is there)              SBOM_WAIVERS   (sbom-waivers.yaml, if it is there)
# SBOM_FAIL_ON   level that fails, over the policy               SBOM_PROGRAM   the program (sbom)
# SBOM_FORGE     github, gitlab or folder (told by the job)      SBOM_TAG       the release that is made, if one is
# SBOM_STORE     of a folder: where documents of releases are    SBOM_CHANGE    number of the pull or merge request, if it is one
# SBOM_TOKEN     of gitlab: who comments (api); else nobody does
#
# Exit codes: those of sbom diff; 3 also where the last document could not be fetched, which is never taken for a first release.
set -eu

fail() { # CODE TEXT
    printf 'gate: %s\n' "$2" >&2
    [ "$1" != 3 ] || [ -z "${forge-}" ] || [ -e "$out/exit" ] || retract "$2"
    exit "$1"
}

# A comment of an earlier push is not true any more, and a green one is believed.
retract() { # WHY
    nothing_compared "$1"
    comment
}

nothing_compared() { # WHY
    printf '<!-- sbom-diff -->\n**Nothing was compared**, so this change was not judged: %s.\n' "$1" >"$out/report.md"
}

# What cannot be told to people does not change what the gate said.
warn() {
    if [ "$forge" = github ]; then printf '::warning title=sbom::%s\n' "$1"; else printf 'gate: warning: %s\n' "$1" >&2; fi
}

# A name that begins with a dash is no option.
plain() {
    case $1 in -*) printf './%s' "$1" ;; *) printf '%s' "$1" ;; esac
}

guess_forge() {
    if [ "${GITHUB_ACTIONS-}" = true ]; then echo github; elif [ "${GITLAB_CI-}" = true ]; then echo gitlab; else echo folder; fi
}

settings() {
    forge=${SBOM_FORGE:-$(guess_forge)}
    case $forge in github | gitlab | folder) ;; *) fail 2 "SBOM_FORGE is github, gitlab or folder" ;; esac
    program=${SBOM_PROGRAM:-sbom}
    source=$(plain "${SBOM_SOURCE:-.}")
    out=$(plain "${SBOM_OUT:-sbom-out}")
    document=${SBOM_DOCUMENT:-sbom.cdx.json}
    case $document in *[!A-Za-z0-9._-]* | [.-]*) fail 2 "SBOM_DOCUMENT is a plain name: letters, digits, dot, dash, underscore" ;; esac
    tag=${SBOM_TAG:-${CI_COMMIT_TAG-}}
    change=${SBOM_CHANGE:-${CI_MERGE_REQUEST_IID-}}
    case $change in *[!0-9]*) fail 2 "SBOM_CHANGE is a number" ;; esac
    SBOM_DOCUMENT=$document SBOM_TAG=$tag
    export SBOM_DOCUMENT SBOM_TAG
    mkdir -p "$out/last"
}

# GitLab's interface: status of the answer, whose body is in $out/answer. The token is on no command line.
gitlab() { # HEADER PATH [OPTION]...
    gitlab_header=$1 gitlab_path=$2
    shift 2
    printf 'header = "%s"\n' "$gitlab_header" |
        curl -sS -K - -o "$out/answer" -w '%{http_code}' "$@" "$CI_API_V4_URL/projects/$CI_PROJECT_ID/$gitlab_path"
}

escaped() { jq -rn --arg text "$1" '$text | @uri'; }

fetch_github() {
    last=$(gh api "repos/$GITHUB_REPOSITORY/releases?per_page=100" --jq '[.[] | select((.draft or .prerelease) | not)
        | select(.tag_name != env.SBOM_TAG) | select(any(.assets[]; .name == env.SBOM_DOCUMENT))][0].tag_name // ""') ||
        fail 3 "the list of releases could not be read"
    [ -n "$last" ] || return 0
    gh release download --repo "$GITHUB_REPOSITORY" --pattern "$document" --dir "$out/last" --clobber -- "$last" ||
        fail 3 "$document of release $last could not be fetched"
}

# A release without a document is a first one, too; anything but "there is none" is an error.
fetch_gitlab() {
    code=$(gitlab "JOB-TOKEN: $CI_JOB_TOKEN" releases?per_page=100) || fail 3 "the list of releases could not be read"
    [ "$code" = 200 ] || fail 3 "the list of releases: status $code"
    jq -r '.[] | select(.upcoming_release | not) | .tag_name | select(. != env.SBOM_TAG)' "$out/answer" >"$out/releases"
    while IFS= read -r last; do
        code=$(gitlab "JOB-TOKEN: $CI_JOB_TOKEN" "packages/generic/sbom/$(escaped "$last")/$document" --location </dev/null) || code=none
        case $code in
        200) mv "$out/answer" "$out/last/$document" && return 0 ;;
        404) ;;
        *) fail 3 "$document of release $last: status $code" ;;
        esac
    done <"$out/releases"
}

fetch_folder() {
    [ -n "${SBOM_STORE-}" ] || fail 2 "SBOM_STORE is where documents of releases are"
    [ -d "$SBOM_STORE" ] || fail 3 "$SBOM_STORE is no folder"
    [ ! -e "$SBOM_STORE/$document" ] || cp -- "$SBOM_STORE/$document" "$out/last/$document" || fail 3 "$SBOM_STORE/$document cannot be read"
}

# What an earlier run left says nothing about this one.
forget() {
    rm -f "$out/exit" "$out/$document" "$out"/report.* "$out/annotations" "$out/gl-code-quality-report.json"
}

fetch() {
    forget
    rm -f "$out/last/$document"
    "fetch_$forge"
    [ -e "$out/last/$document" ] || echo "gate: no document of an earlier release: this one is the first" >&2
}

# Reports hold names that others chose: no line of them is a command of the job.
show() { # FILE
    [ "$forge" != github ] || { token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n') && printf '::stop-commands::%s\n' "$token"; }
    cat "$1"
    [ "$forge" != github ] || printf '\n::%s::\n' "$token"
}

scan() {
    set -- -q -o "cyclonedx-json=$out/$document"
    [ -z "${SBOM_NAME-}" ] || set -- "$@" --root "$SBOM_NAME"
    "$program" scan "$source" --exclude "${out#./}" "$@"
}

first_release() {
    printf '<!-- sbom-diff -->\nNo release before this one has a document: %s is the first, and there is nothing to compare it with.\n' "$document" >"$out/report.md"
    echo "OK: the first release" >"$out/report.txt"
}

diff_with_last() {
    set -- --exclude "${out#./}" --verify -q -o "text=$out/report.txt" -o "markdown=$out/report.md" -o "html=$out/report.html" -o "sarif=$out/report.sarif" \
        -o "junit=$out/report.xml" -o "gitlab=$out/gl-code-quality-report.json" -o "github=$out/annotations"
    policy=${SBOM_POLICY:-sbom-policy.yaml} waivers=${SBOM_WAIVERS:-sbom-waivers.yaml}
    if [ -n "${SBOM_POLICY-}" ] || [ -e "$policy" ]; then set -- "$@" --policy "$policy"; fi
    if [ -n "${SBOM_WAIVERS-}" ] || [ -e "$waivers" ]; then set -- "$@" --waivers "$waivers"; fi
    [ -z "${SBOM_FAIL_ON-}" ] || set -- "$@" --fail-on "$SBOM_FAIL_ON"
    "$program" diff "$out/last/$document" "$source" "$@"
}

# Keeps the exit code for the step verdict, so that a failing gate has its reports.
compare() {
    forget
    command -v "$program" >/dev/null || fail 3 "$program is not installed"
    code=0
    scan || code=$?
    if [ "$code" = 0 ]; then
        if [ -e "$out/last/$document" ]; then diff_with_last || code=$?; else first_release; fi
    fi
    [ -e "$out/report.md" ] || nothing_compared "exit code $code, and the log of the job says why"
    echo "$code" >"$out/exit"
    [ ! -e "$out/report.txt" ] || show "$out/report.txt"
    [ "$forge" != github ] || [ ! -e "$out/annotations" ] || cat "$out/annotations"
    [ -z "${GITHUB_STEP_SUMMARY-}" ] || [ ! -e "$out/report.md" ] || cat "$out/report.md" >>"$GITHUB_STEP_SUMMARY"
}

# Its own comment begins with the first line of the report and is of the same author: whoever writes that line cannot be overwritten.
comment_github() {
    own=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$change/comments?per_page=100" --jq '.[]
        | select(.user.login == (env.SBOM_COMMENTER // "github-actions[bot]")) | select(.body | startswith("<!-- sbom-diff -->")) | .id') || return 1
    own=$(printf '%s\n' "$own" | head -n 1)
    if [ -n "$own" ]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" -F "body=@$out/report.md"
    else
        gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$change/comments" -F "body=@$out/report.md"
    fi
}

gitlab_author() {
    printf 'header = "PRIVATE-TOKEN: %s"\n' "$SBOM_TOKEN" | curl -sSf -K - "$CI_API_V4_URL/user" | jq -r .id
}

gitlab_own_note() { # AUTHOR
    page=1
    while [ "$page" -le 20 ]; do
        [ "$(gitlab "PRIVATE-TOKEN: $SBOM_TOKEN" "merge_requests/$change/notes?per_page=100&page=$page")" = 200 ] || return 1
        jq -r --arg author "$1" '.[] | select((.author.id | tostring) == $author) | select(.body | startswith("<!-- sbom-diff -->")) | .id' \
            "$out/answer" | head -n 1 | grep . && return 0
        [ "$(jq length "$out/answer")" = 100 ] || return 0
        page=$((page + 1))
    done
}

comment_gitlab() {
    [ -n "${SBOM_TOKEN-}" ] || { warn "no SBOM_TOKEN: nobody comments" && return 0; }
    author=$(gitlab_author) && own=$(gitlab_own_note "$author") || return 1
    method=POST path=merge_requests/$change/notes
    [ -z "$own" ] || { method=PUT && path=$path/$own; }
    case $(gitlab "PRIVATE-TOKEN: $SBOM_TOKEN" "$path" --request "$method" --data-urlencode "body@$out/report.md") in 20[01]) ;; *) return 1 ;; esac
}

comment_folder() { :; }

comment() {
    [ -n "$change" ] && [ -e "$out/report.md" ] || return 0
    "comment_$forge" || warn "the comment could not be written: may this job do that?"
}

# GitLab takes its report as an artifact, others have the file.
sarif() {
    [ "$forge" = github ] && [ -e "$out/report.sarif" ] || return 0
    gzip -9nc "$out/report.sarif" | base64 -w 0 >"$out/report.sarif.gz.b64"
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/code-scanning/sarifs" -f "commit_sha=$GITHUB_SHA" -f "ref=$GITHUB_REF" \
        -F "sarif=@$out/report.sarif.gz.b64" || warn "code scanning did not take the report: is it on, and may this job write security events?"
    rm -f "$out/report.sarif.gz.b64"
}

attach_github() {
    gh release upload --repo "$GITHUB_REPOSITORY" --clobber -- "$tag" "$out/$document"
}

attach_gitlab() {
    case $(gitlab "JOB-TOKEN: $CI_JOB_TOKEN" "packages/generic/sbom/$(escaped "$tag")/$document" --upload-file "$out/$document") in 20[01]) ;; *) return 1 ;; esac
}

attach_folder() {
    cp -- "$out/$document" "$SBOM_STORE/.$document.new" && mv -- "$SBOM_STORE/.$document.new" "$SBOM_STORE/$document"
}

# A release that failed is nothing to compare the next one with.
attach() {
    [ -n "$tag" ] && [ "$(cat "$out/exit")" = 0 ] || return 0
    "attach_$forge" || fail 3 "$document could not be attached to release $tag"
}

verdict() {
    [ -e "$out/exit" ] || fail 3 "nothing was compared"
    code=$(cat "$out/exit")
    [ "$forge" != github ] || [ -z "${GITHUB_OUTPUT-}" ] || printf 'exit-code=%s\nfolder=%s\n' "$code" "$out" >>"$GITHUB_OUTPUT"
    return "$code"
}

settings
[ $# != 0 ] || set -- fetch compare comment sarif attach verdict
for step; do
    case $step in
    fetch | compare | comment | sarif | attach | verdict) "$step" ;;
    *) fail 2 "no step $step: fetch compare comment sarif attach verdict" ;;
    esac
done
