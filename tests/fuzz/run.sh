#!/usr/bin/env bash
# Feeds bytes that nobody would write to what reads mails:
#
#   tests/fuzz/run.sh TARGET SECONDS [libFuzzer options…]
#
# TARGET: header, authres, mail, received, container, wrapper, percent, edxml,
# locate. What was found stays in target/fuzz: corpus/TARGET, and
# artifacts/TARGET for what broke.
# Seeds are the mails and files of CONGVU_TEST_CORPORA (../shared/corpora), if
# they are there.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v cargo >/dev/null || PATH=$PATH:$HOME/.cargo/bin
target=${1:?which target} seconds=${2:?how many seconds}
shift 2

command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
work=$PWD/target/fuzz
mkdir -p "$work/corpus/$target" "$work/artifacts/$target"

corpora=${CONGVU_TEST_CORPORA:-../shared/corpora}
seeds() {
    case $target in
    container | wrapper) find "$corpora"/generated/{zip,sheet} "$corpora/cpython-archives" -type f "$@" ;;
    locate | percent | edxml) ;;
    *) find "$corpora"/{generated/{mime,spoof},mail-parser,mikel-mail,cpython-email,espoofer,authres-vectors} -type f "$@" ;;
    esac 2>/dev/null || true
}
# Named by what they hold, so that a second run adds none twice.
seeds -size -64k -print0 | while IFS= read -r -d '' seed; do
    cp "$seed" "$work/corpus/$target/$(sha1sum <"$seed" | cut -c1-40)"
done

# Only what is inside a workbook says how its numbers are shown.
[ "$target" != percent ] || python3 - "$corpora" "$work/corpus/percent" <<'END' || true
import hashlib, pathlib, sys, zipfile

for book in pathlib.Path(sys.argv[1]).glob("*/*.ods"):
    try:
        part = zipfile.ZipFile(book).read("content.xml")
    except (zipfile.BadZipFile, KeyError, RuntimeError):
        continue
    if len(part) < 16384:
        pathlib.Path(sys.argv[2], hashlib.sha1(part).hexdigest()).write_bytes(part)
END

# Coverage needs options that the stable compiler keeps for itself. No address
# sanitizer: there is no unsafe code here, and it takes half the speed.
export RUSTC_BOOTSTRAP=1
exec cargo fuzz run --fuzz-dir tests/fuzz --target-dir "$work" --sanitizer none -O "$target" \
    "$work/corpus/$target" -- -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
    -dict=tests/fuzz/mail.dict -artifact_prefix="$work/artifacts/$target/" -print_final_stats=1 "$@"
